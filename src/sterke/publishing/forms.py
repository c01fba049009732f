import struct
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from sterke.core.pictures import cleaned

UNREADABLE = (OSError, SyntaxError, ValueError, struct.error, Image.DecompressionBombError)


class StillPicture(WagtailImageField):
    """One still picture, drawn anew as it comes in (pictures.py). What cannot be is told beside the field."""

    def to_python(self, data: Any) -> Any:
        try:
            upload = super().to_python(data)
            if upload is None:
                return None
            with Image.open(upload) as image:
                frames = getattr(image, "n_frames", 1)
            if frames > 1:
                raise ValidationError(_("Pictures that move are not used here. Choose a still one."))
            return super().to_python(cleaned(upload))
        except UNREADABLE as error:
            told = _("This picture cannot be read. Try to save it again as JPEG or PNG.")
            raise ValidationError(told, code="invalid_image") from error


class PictureForm(BaseImageForm):
    file = StillPicture(label=_("file"))
