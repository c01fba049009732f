"""The forms of the spaces."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sterke.advocacy.careful import id_numbers
from sterke.advocacy.forms import choose_among, paragraphs
from sterke.directory.load_forms import FilesField
from sterke.membership.forms import TidyText

from .models import DocumentFolder, Space, SpaceChoice
from .models.threads import LONGEST

NAMING = _("Write @ before the name of a person or a company, and they get a mail.")


class SaidForm(forms.Form):
    """Words that others read: an identity number in them is refused."""

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n").strip()
        if id_numbers(text):
            raise forms.ValidationError(
                _("There is a national identity number in this. Such numbers are not kept here.")
            )
        return text

    def clean_files(self) -> list[Any]:
        return [file for file in self.cleaned_data["files"] if file]


class ThreadForm(SaidForm):
    title = TidyText(label=_("In one line"), max_length=160)
    text = forms.CharField(label=_("What you want to say"), max_length=LONGEST, widget=paragraphs(8), help_text=NAMING)
    is_question = forms.BooleanField(
        label=_("This is a question"),
        required=False,
        help_text=_("Then one of the replies can be marked as the answer."),
    )
    files = FilesField(label=_("Files"), required=False, help_text=_("Pictures lose what the camera added."))
    options = forms.CharField(
        label=_("A poll? What can be chosen, one a line"), required=False, max_length=2000, widget=paragraphs(3)
    )
    closes_at = forms.DateTimeField(
        label=_("One can vote until"), required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip

    def clean_options(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["options"].splitlines() if line.strip()]


class EditThreadForm(SaidForm):
    title = TidyText(label=_("In one line"), max_length=160)
    text = forms.CharField(label=_("What you want to say"), max_length=LONGEST, widget=paragraphs(8))


class ReplyForm(SaidForm):
    text = forms.CharField(label=_("Your reply"), max_length=LONGEST, widget=paragraphs(5), help_text=NAMING)
    files = FilesField(label=_("Files"), required=False)


class EditReplyForm(SaidForm):
    text = forms.CharField(label=_("Your reply"), max_length=LONGEST, widget=paragraphs(6))


class ReportForm(forms.Form):
    why = TidyText(
        label=_("What is wrong with it?"), max_length=500, widget=paragraphs(3),
        help_text=_("Those who moderate read it. Whoever wrote it is not told who you are."),
    )  # fmt: skip


class MoveForm(forms.Form):
    to = forms.ModelChoiceField(Space.objects.none(), label=_("To which space"))

    def __init__(self, *args: Any, spaces: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "to", spaces)


class ChoiceForm(forms.Form):
    how = forms.ChoiceField(label=_("By mail"), choices=SpaceChoice.How, widget=forms.RadioSelect)


class DocumentForm(forms.Form):
    title = TidyText(label=_("What it is"), max_length=150)
    file = forms.FileField(label=_("File"))
    folder = forms.ModelChoiceField(DocumentFolder.objects.none(), label=_("Folder"), required=False)
    new_folder = TidyText(label=_("Or a new folder"), max_length=80, required=False)

    def __init__(self, *args: Any, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "folder", space.folders.all())  # type: ignore[attr-defined]


class VersionForm(forms.Form):
    file = forms.FileField(label=_("File"))
    note = TidyText(label=_("What is new"), max_length=200, required=False)
