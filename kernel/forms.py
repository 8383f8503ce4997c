"""Forms: what was typed is cleaned, checked by a pydantic model, and given back word for word when something is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from kernel import i18n, text
from kernel.i18n import gettext as _
from kernel.i18n import mark


class Form(BaseModel):
    """What may be typed in; fields that are not declared are ignored."""

    model_config = ConfigDict(str_strip_whitespace=True, extra="ignore", arbitrary_types_allowed=True)


F = TypeVar("F", bound=BaseModel)

Line = Annotated[str, BeforeValidator(lambda value: text.one_line(value) if isinstance(value, str) else value)]
Text = Annotated[str, BeforeValidator(lambda value: text.clean(value) if isinstance(value, str) else value)]


def _optional(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


Optional = BeforeValidator(_optional)
"""`Annotated[int | None, Optional]`: an empty field is None."""


def wrong(message: str, **values: Any) -> PydanticCustomError:
    """An error that a validator raises: a message id for the catalogue, and what its %(places)s hold."""
    return PydanticCustomError("said", "{message}", {"message": message, **values})


def fitting(value: str, most: int) -> str:
    """The text where it has at most so many characters; else how many have to go is said beside the field."""
    if len(value) > most:
        raise PydanticCustomError("over", "over", {"over": len(value) - most})
    return value


def at_most(characters: int) -> AfterValidator:
    """`Annotated[Line, at_most(80)]`."""
    return AfterValidator(lambda value: fitting(value, characters))


def over(characters: int) -> str:
    """What is said of a text that has so many characters too many."""
    said = i18n.ngettext("Shorten it by %(over)s character.", "Shorten it by %(over)s characters.", characters)
    return said % {"over": i18n.format_number(characters)}


def an_email(value: str) -> str:
    name, at, host = value.rpartition("@")
    good = at and name and "." in host.strip(".") and len(value) <= 254 and not any(c.isspace() for c in value)
    if not good or not value.isprintable() or any(c in value for c in '<>"(),:;[]\\'):
        raise wrong(mark("An e-mail address looks like name@example.org."))
    return f"{name}@{host.lower()}".lower()


Email = Annotated[Line, AfterValidator(an_email)]

_SENTENCES = {
    "missing": mark("This is missing."),
    "string_too_long": mark("Shorten it to %(max_length)s characters; it has %(length)s."),
    "string_too_short": mark("Write at least %(min_length)s characters."),
    "int_parsing": mark("A whole number is needed."),
    "float_parsing": mark("A number is needed."),
    "decimal_parsing": mark("A number is needed."),
    "date_from_datetime_parsing": mark("A date is needed, such as 2026-11-30."),
    "date_parsing": mark("A date is needed, such as 2026-11-30."),
    "enum": mark("Choose one of the list."),
    "literal_error": mark("Choose one of the list."),
    "greater_than_equal": mark("It must be at least %(ge)s."),
    "less_than_equal": mark("It must be at most %(le)s."),
    "bool_parsing": mark("Choose yes or no."),
}


MOST_WORDS = 20
"""Fields given back on a page that refuses."""


@dataclass
class Filled(Generic[F]):
    """A form as it came: `data` when all is well, else `errors` by field; `values` is always what was typed."""

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    data: F | None = None
    files: dict[str, list[UploadFile]] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return self.data is not None and not self.errors

    @property
    def error_count(self) -> int:
        return len(self.errors)

    @property
    def valid(self) -> F:
        if self.data is None:
            raise RuntimeError("ask `ok` before `valid`")
        return self.data

    def refuse(self, name: str, message: str) -> Filled[F]:
        """One more thing that is wrong, found by an action."""
        self.errors[name] = message
        return self


def blank(**values: Any) -> Filled[Any]:
    """A form nobody has typed in yet."""
    return Filled(values=values)


async def sent(request: Request) -> FormData:
    """What came with a request, left beside it too, so that a page that refuses it can give the words back."""
    found = await request.form(max_files=20, max_fields=400, max_part_size=12_000_000)
    request.scope["state"]["sent"] = found
    return found


def words(found: FormData) -> list[str]:
    """What somebody wrote themselves, without what a machine filled in, what was chosen, and what nobody may read."""
    secret = ("csrf", "password", "current")
    typed = [
        str(value) for name, value in found.multi_items() if isinstance(value, str) and not name.startswith(secret)
    ]
    return list(dict.fromkeys(value for value in typed if len(value.split()) > 1))[:MOST_WORDS]


async def read(request: Request, form: type[F], **given: Any) -> Filled[F]:
    """The form of a request, checked; `given` are values that come from elsewhere than the person."""
    form_data = await sent(request)
    values: dict[str, Any] = {}
    files: dict[str, list[UploadFile]] = {}
    for name in form_data:
        many = form_data.getlist(name)
        uploads = [one for one in many if isinstance(one, UploadFile)]
        if uploads:
            files[name] = [one for one in uploads if one.filename]
        else:
            typed = [str(one).replace("\0", "") for one in many]  # what PostgreSQL takes in no text
            values[name] = typed if _takes_many(form, name) else typed[-1]
    return check(form, {**values, **given}, files)


def check(form: type[F], values: dict[str, Any], files: dict[str, list[UploadFile]] | None = None) -> Filled[F]:
    """Check values against a form's model."""
    filled: Filled[F] = Filled(values=values, files=files or {})
    try:
        filled.data = form.model_validate(values)
    except ValidationError as error:
        filled.errors = errors_of(error)
    return filled


def errors_of(error: ValidationError) -> dict[str, str]:
    """The first error of each field, as a sentence in the reader's language."""
    found: dict[str, str] = {}
    for detail in error.errors():
        name = str(detail["loc"][0]) if detail["loc"] else "form"
        found.setdefault(name, sentence(detail))
    return found


def sentence(detail: ErrorDetails) -> str:
    context = {**detail.get("ctx", {})}
    kind = detail["type"]
    if kind == "said":
        return _(str(context["message"])) % context
    if kind == "over":
        return over(context["over"])
    if kind in ("too_long", "too_short") and isinstance(detail["input"], str):
        kind = f"string_{kind}"
    if kind == "string_too_long":
        context["length"] = i18n.format_number(len(str(detail["input"])))
        context["max_length"] = i18n.format_number(context["max_length"])
    if kind == "string_too_short" and not str(detail["input"]).strip():
        return _(_SENTENCES["missing"])
    return _(_SENTENCES.get(kind, mark("This cannot be used as it is."))) % context


def _takes_many(form: type[BaseModel], name: str) -> bool:
    declared = form.model_fields.get(name)
    return declared is not None and str(declared.annotation).startswith("list")
