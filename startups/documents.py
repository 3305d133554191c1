from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from listings.documents import (
    CodeValue,
    InLanguages,
    ListingDocument,
    ModelDocument,
    OnlyKnownKeys,
    PlainText,
    RelativeDate,
    TextsByLanguage,
    WholeNumber,
    known_codes,
)
from startups import handing_in
from startups.models import (
    MOST_TECHNOLOGIES,
    Certificate,
    Deployment,
    Startup,
    StartupTechnology,
    StartupText,
)
from startups.validators import RESERVED_SLUGS, validate_public_url, validate_video_page
from taxonomy.models import Technology, Topic


class TextDocument(ModelDocument):
    headline = PlainText(160)
    problem = PlainText(2_000, allow_blank=True, default="")
    advantage = PlainText(2_000, allow_blank=True, default="")
    description = PlainText(6_000, allow_blank=True, default="")
    product = PlainText(6_000, allow_blank=True, default="")

    class Meta:
        model = StartupText
        fields = ["headline", "problem", "advantage", "description", "product", "origin"]
        extra_kwargs = {"origin": {"default": StartupText.Origin.PERSON}}


# Nothing that a profile says to be in use is older, and no company.
FIRST_YEAR, FIRST_FOUNDED = 1950, 1900


class YearField(WholeNumber):
    """A year since the first that can be, or a number below 1 that counts back from now (as demo files have it)."""

    default_error_messages = {"unlikely": _("Name a year from %(first)s to %(last)s.")}

    def __init__(self, first=FIRST_YEAR, **kwargs):
        self.first = first
        super().__init__(**kwargs)

    def to_internal_value(self, data):
        year, last = super().to_internal_value(data), date.today().year
        if year >= 1 and not self.first <= year <= last:
            raise serializers.ValidationError(self.error_messages["unlikely"] % {"first": self.first, "last": last})
        return last + year if year < 1 else year


class DeploymentDocument(ModelDocument):
    place = InLanguages({"en": "place_en", "zh": "place_zh"}, 160, needed=("en",))
    scale = InLanguages({"en": "scale_en", "zh": "scale_zh"}, 160, required=False)
    indicator = InLanguages({"en": "indicator_en", "zh": "indicator_zh"}, 120, required=False)
    population_band = CodeValue("population_band", required=False, allow_blank=True)
    since = YearField(required=False, allow_null=True)
    unit = CodeValue("kpi_unit", required=False, allow_blank=True)
    evidence = CodeValue("evidence", required=False, allow_blank=True)

    class Meta:
        model = Deployment
        fields = [
            "place", "country", "population_band", "since", "scale", "indicator", "before", "after", "unit", "evidence",
            "link", "contact",
        ]  # fmt: skip


class CertificateDocument(ModelDocument):
    kind = CodeValue("certificate_kind")
    answer = CodeValue("certificate_answer")
    valid_to = RelativeDate(required=False, allow_null=True)

    class Meta:
        model = Certificate
        fields = ["kind", "answer", "number", "valid_to"]


class PilotDocument(OnlyKnownKeys, serializers.Serializer):
    cost_low = WholeNumber(source="pilot_cost_low", min_value=0, required=False, allow_null=True)
    cost_high = WholeNumber(source="pilot_cost_high", min_value=0, required=False, allow_null=True)
    weeks = WholeNumber(source="pilot_weeks", min_value=1, max_value=520, required=False, allow_null=True)
    city_brings = serializers.ListField(child=CodeValue("city_brings"), required=False)


class ContactDocument(OnlyKnownKeys, serializers.Serializer):
    name = PlainText(80, source="contact_name", required=False, allow_blank=True)
    email = serializers.EmailField(source="contact_email", required=False, allow_blank=True)
    phone = PlainText(40, source="contact_phone", required=False, allow_blank=True)
    wechat = PlainText(40, source="contact_wechat", required=False, allow_blank=True)


class MediaDocument(OnlyKnownKeys, serializers.Serializer):
    """One uploaded file, by its key, and what it shows in words."""

    file = serializers.UUIDField()
    caption = InLanguages({"en": "caption_en", "zh": "caption_zh"}, 160, required=False)


class ProfileDocument(ListingDocument):
    """A whole profile as one document."""

    name = InLanguages({"en": "name", "zh": "name_zh", "he": "name_he"}, 80, needed=("en",))
    website = serializers.URLField(max_length=200, required=False, allow_blank=True, validators=[validate_public_url])
    texts = TextsByLanguage(TextDocument())
    technologies = serializers.ListField(child=serializers.CharField(max_length=20), write_only=True)
    deployments = DeploymentDocument(many=True, required=False)
    certificates = CertificateDocument(many=True, required=False)
    pilot = PilotDocument(source="*", required=False)
    contact = ContactDocument(source="*", required=False)
    founded_year = YearField(FIRST_FOUNDED, required=False, allow_null=True)
    media = MediaDocument(many=True, required=False, write_only=True)
    video_link = serializers.URLField(
        max_length=200, required=False, allow_blank=True, validators=[validate_video_page]
    )
    excluded_topics = serializers.PrimaryKeyRelatedField(queryset=Topic.objects.all(), many=True, required=False)
    team_size = CodeValue("team_size", required=False, allow_blank=True)
    funding_stage = CodeValue("funding_stage", required=False, allow_blank=True)
    presence = CodeValue("china_presence", required=False, allow_blank=True)
    production = CodeValue("production_place", required=False, allow_blank=True)
    materials_in_chinese = CodeValue("materials_in_chinese", required=False, allow_blank=True)
    data_in_china = CodeValue("data_in_china", required=False, allow_blank=True)
    team_languages = serializers.ListField(child=CodeValue("company_language"), required=False)
    cooperation = serializers.ListField(child=CodeValue("cooperation"), required=False)
    ip_terms = serializers.ListField(child=CodeValue("ip_terms"), required=False)

    class Meta:
        model = Startup
        fields = [
            "slug", "name", "legal_name", "website", "founded_year", "home_city", "team_size", "source_language",
            "texts", "technologies", "trl", "units_in_operation", "years_in_operation", "awards", "deployments",
            "certificates", "founders", "investors", "funding_stage", "total_raised_usd", "pilot", "presence",
            "production", "materials_in_chinese", "data_in_china", "mlps_level", "interfaces", "team_languages",
            "cooperation", "ip_terms", "excluded_topics", "excluded_cities", "visibility", "media", "video_link",
            "contact",
        ]  # fmt: skip
        extra_kwargs = {"visibility": {"default": Startup.Visibility.PUBLIC}}

    text_model = StartupText
    texts_missing = _(
        "A profile needs headline, problem and advantage in English and in Chinese; missing: %(missing)s."
    )

    @staticmethod
    def pinned(startup):
        return {"slug": startup.slug}

    def validate_slug(self, slug):
        if slug in RESERVED_SLUGS:
            raise serializers.ValidationError(_("A page of the site has this address. Choose another one."))
        return slug

    def validate_technologies(self, codes):
        return known_codes(
            codes,
            Technology,
            MOST_TECHNOLOGIES,
            _("Name 1 to %(most)s technologies, the primary one first."),
            _("Unknown technology: %(codes)s. The list stands under Sectors."),
        )

    def validate_media(self, media):
        own = set(self.instance.uploads.values_list("key", flat=True)) if self.instance else set()
        if len({entry["file"] for entry in media} & own) < len(media):
            raise serializers.ValidationError(_("One of the files is no longer there. Remove it, or choose it again."))
        return media

    def validate_texts(self, texts):
        """Handed in by its members, the language they write in is enough; a curator sees to the other one."""
        return texts if self.is_handed_in and texts else super().validate_texts(texts)

    def validate(self, document):
        low, high = document.get("pilot_cost_low"), document.get("pilot_cost_high")
        if low is not None and high is not None and low > high:
            raise serializers.ValidationError({"pilot": _("The highest pilot cost is below the lowest one.")})
        document = super().validate(document)
        if self.is_handed_in and (missing := handing_in.missing(document)):
            raise serializers.ValidationError(missing)
        return document

    def to_representation(self, startup):
        document = super().to_representation(startup)
        document["technologies"] = [row.technology_id for row in startup.technology_rows.all()]
        live = [upload for upload in startup.uploads.all() if upload.is_live]
        document["media"] = [
            {"file": str(upload.key), "caption": {"en": upload.caption_en, "zh": upload.caption_zh}} for upload in live
        ]
        return document

    @transaction.atomic
    def update(self, startup, document):
        self.write_profile(startup, document)
        self.write_media(startup, document.get("media", []))
        return startup

    def write_profile(self, startup, document):
        """All but its files."""
        self.write_columns(startup, document)
        self.write_texts(startup, document)
        startup.excluded_topics.set(document.get("excluded_topics", []))
        technologies = enumerate(document["technologies"])
        self.write_rows(
            startup, StartupTechnology, ({"technology_id": code, "position": place} for place, code in technologies)
        )
        self.write_rows(startup, Deployment, document.get("deployments", []))
        self.write_rows(startup, Certificate, document.get("certificates", []))

    def write_media(self, startup, media):
        """These files are live, in this order; the others are deleted, with their files, or kept for a way back."""
        uploads = {upload.key: upload for upload in startup.uploads.all()}
        for position, entry in enumerate(media):
            upload = uploads.pop(entry.pop("file"))
            upload.is_live, upload.position = True, position
            upload.caption_en, upload.caption_zh = entry.get("caption_en", ""), entry.get("caption_zh", "")
            upload.save(update_fields=["is_live", "position", "caption_en", "caption_zh"])
        for upload in uploads.values():
            if self.context.get("keeps_files"):
                upload.put_aside()
            else:
                upload.delete()
