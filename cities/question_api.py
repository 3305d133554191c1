from django.utils.translation import gettext_lazy as _
from django_filters import NumberFilter
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from cities import clarification
from cities.models import Need, Question
from cities.serializers import AnswerSerializer, AskSerializer, QuestionSerializer
from listings.api import Reportable
from listings.filters import StrictAnswers, YesNoFilter
from listings.serializers import ReportSerializer


class QuestionFilter(StrictAnswers):
    need = NumberFilter(min_value=1, max_value=2**31 - 1)
    is_answered = YesNoFilter(field_name="answered_at", lookup_expr="isnull", exclude=True, label=_("Answered"))

    class Meta:
        model = Question
        fields = []


class QuestionViewSet(Reportable, ReadOnlyModelViewSet):
    """Questions about needs that the reader may see: to everybody what was answered, to its asker and to the
    department what waits as well.

    409 where a colleague has answered since `over_version`: nothing was changed, and the answer holds the question as
    it stands now.
    """

    permission_classes = [IsAuthenticatedOrReadOnly]
    filterset_class = QuestionFilter
    may_conflict = ("answer",)
    creates = ("create",)

    def get_queryset(self):
        if self.action == "answer":
            return Question.objects.answerable_by(self.request.user).select_related("need")
        return Question.objects.visible_to(self.request.user).select_related("need").order_by("-pk")

    def get_serializer_class(self):
        return ReportSerializer if self.action == "report" else QuestionSerializer

    @extend_schema(request=AskSerializer)
    def create(self, request):
        """Ask the department something about its need. Sent twice, it is asked once."""
        asked = self._read(AskSerializer)
        need = get_object_or_404(Need.objects.askable_by(request.user), pk=asked["need"])
        return self._shown(clarification.ask(need, asked["words"], request.user), 201)

    @extend_schema(request=AnswerSerializer)
    @action(detail=True, methods=["put"])
    def answer(self, request, pk):
        """Answer a question about a need of one's department, or put the answer in other words."""
        said = self._read(AnswerSerializer)
        try:
            question = clarification.answer(self.get_object(), said["answer"], request.user, said["over_version"])
        except clarification.AnsweredMeanwhile as meanwhile:
            return self._shown(meanwhile.question, 409)
        return self._shown(question)

    def _read(self, serializer):
        asked = serializer(data=self.request.data)
        asked.is_valid(raise_exception=True)
        return asked.validated_data

    def _shown(self, question, status=200):
        return Response(QuestionSerializer(question, context=self.get_serializer_context()).data, status=status)
