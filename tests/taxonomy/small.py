"""A vocabulary small enough to read: one sector, two technologies, one domain, two topics."""

from pathlib import Path

FILES = {
    "sectors.yaml": """\
- code: WAT
  en: Water technology
  zh: 水务科技
  he: טכנולוגיות מים
  keywords_en: [water tech]
  keywords_zh: [水务]
  article: true
  technologies:
  - code: WAT-LEAK
    en: Leak detection
    zh: 漏损检测
    he: איתור דליפות
    keywords_en: [leak, NRW]
    keywords_zh: [漏损]
    cautions: [nmpa]
    solves: {W-LEAK: 1.0, W-SAFE: 0.4}
  - code: WAT-QUAL
    en: Water quality
    zh: 水质监测
    he: איכות מים
    keywords_en: [water quality]
    keywords_zh: [水质]
    solves: {W-SAFE: 0.9}
""",
    "domains.yaml": """\
- code: N-WAT
  en: Water
  zh: 水安全
  he: מים
  keywords_en: [water]
  keywords_zh: [水]
  article: true
  departments: [WATER]
  iso37120_clauses: [23 Water]
  sdg_targets: ["6.1"]
  topics:
  - code: W-LEAK
    en: Leakage
    zh: 漏损
    he: דליפות
    keywords_en: [leakage]
    keywords_zh: [漏损率]
    article: false
    departments: [WATER_CO]
    kpi: {en: leakage rate, zh: 漏损率, he: שיעור הפחת}
  - code: W-SAFE
    en: Safe water
    zh: 饮用水安全
    he: מים בטוחים
    keywords_en: [drinking water]
    keywords_zh: [饮用水]
    article: false
    departments: []
    kpi: {en: pass rate, zh: 合格率, he: שיעור התקינות}
""",
    "cautions.yaml": """\
- code: nmpa
  side: china
  caps: false
  en: May be a medical device
  zh: 可能属于医疗器械
  he: ייתכן שמדובר במכשיר רפואי
- code: defence
  side: israel
  caps: true
  en: Defence export control
  zh: 国防出口管制
  he: פיקוח על ייצוא ביטחוני
""",
    "departments.yaml": """\
- code: WATER
  en: Water affairs bureau
  zh: 水务局
  he: אגף המים
  role: {en: Supply, zh: 供水, he: אספקת מים}
  aliases_zh: [水利局]
  operator: false
- code: WATER_CO
  en: Water company
  zh: 供水集团
  he: תאגיד המים
  role: {en: Runs networks, zh: 管网运营, he: הפעלת רשתות}
  operator: true
""",
    "codes.yaml": """\
need_stage:
- {code: IDEA, en: Early idea, zh: 初步想法, he: רעיון ראשוני}
- {code: PILOT, en: Calling for a pilot, zh: 征集试点, he: קול קורא, note: {en: Test, zh: 先行试用, he: ניסוי}}
kpi_unit:
- {code: PERCENT, en: per cent, zh: 百分比, he: אחוזים, data: {symbol: "%"}}
""",
}


class SmallFolder:
    def __init__(self, path: Path):
        self.path = path
        for name, text in FILES.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        (self.path / name).write_text(text, encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.path / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def restore(self, name: str) -> None:
        self.write(name, FILES[name])
