"""The API's router: which app answers which path."""

from django.conf import settings
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.routers import APIRootView, DefaultRouter

from cities.api import CityViewSet, NeedViewSet, OwnNeedViewSet
from cities.question_api import QuestionViewSet
from desk.api import ReviewNeedViewSet, ReviewQuestionViewSet, ReviewStartupViewSet, WaitingViewSet
from desk.ruling_api import RulingViewSet
from matching.api import DecisionViewSet, MatchViewSet
from startups.api import StartupViewSet
from startups.profile_api import ProfileViewSet
from taxonomy.api import SectorViewSet, TopicViewSet


class SchemaView(SpectacularAPIView):
    """The API's description, in the reader's language."""

    @extend_schema(exclude=True)
    def get(self, request, *args, **kwargs):
        # Every language asked for stays in memory for ever, so only those that exist may be.
        if request.GET.get("lang", settings.LANGUAGE_CODE) not in dict(settings.LANGUAGES):
            raise NotFound
        return super().get(request, *args, **kwargs)


class RootView(APIRootView):
    """Where each kind of thing is found."""

    permission_classes = [AllowAny]


class Router(DefaultRouter):
    APIRootView = RootView
    include_format_suffixes = False


router = Router()
router.register("startups", StartupViewSet, basename="startup")
router.register("profiles", ProfileViewSet, basename="profile")
router.register("needs", NeedViewSet, basename="need")
router.register("own-needs", OwnNeedViewSet, basename="own-need")
router.register("questions", QuestionViewSet, basename="question")
router.register("matches", MatchViewSet, basename="match")
router.register("decisions", DecisionViewSet, basename="decision")
router.register("cities", CityViewSet, basename="city")
router.register("waiting", WaitingViewSet, basename="waiting")
router.register("review/startups", ReviewStartupViewSet, basename="review-startup")
router.register("review/needs", ReviewNeedViewSet, basename="review-need")
router.register("review/questions", ReviewQuestionViewSet, basename="review-question")
router.register("rulings", RulingViewSet, basename="ruling")
router.register("sectors", SectorViewSet, basename="sector")
router.register("topics", TopicViewSet, basename="topic")
