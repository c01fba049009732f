"""Pictures as they are kept: one frame, turned the right way, no larger than needed, without what the camera added."""

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, ImageOps

LONGEST = 3200  # pixels; more than any screen shows
KEPT_AS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}


def cleaned(upload: Any) -> ContentFile:
    """The picture in an upload, drawn anew: place, camera, profile of the owner and anything hidden in it are gone.

    Raises:
        OSError: the file says that it is a picture and cannot be read as one.
    """
    upload.seek(0)
    with Image.open(upload) as image:
        kind = image.format if image.format in KEPT_AS else "PNG"
        drawn = ImageOps.exif_transpose(image)
        drawn.thumbnail((LONGEST, LONGEST))
        mode = "RGB" if kind == "JPEG" else "RGBA" if "A" in drawn.getbands() or "transparency" in drawn.info else "RGB"
        bare = Image.new(mode, drawn.size)
        bare.paste(drawn.convert(mode))
    data = BytesIO()
    bare.save(data, kind, quality=88)
    return ContentFile(data.getvalue(), name=f"{upload.name.rsplit('.', 1)[0]}.{KEPT_AS[kind]}")
