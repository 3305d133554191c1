"""What the coach looks for, by language. Patterns only; what follows from them is decided in `cities.coach`.

Wrong advice costs an official more than none: where a language's patterns cannot tell, they are left empty (`NEVER`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

NEVER = re.compile(r"(?!)")


def _any_of(words: str) -> re.Pattern[str]:
    """One of the alternatives, which stand on lines of their own to be read."""
    return re.compile("|".join(words.split("\n")).replace(" ", ""), re.IGNORECASE)


def _words(text: str) -> re.Pattern[str]:
    """One of the English words or word beginnings (leak~ finds leaks and leakage)."""
    found = "|".join(re.escape(word).replace("\\~", r"\w*").replace("\\_", " ") for word in text.split())
    return re.compile(rf"\b(?:{found})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Phrases:
    """`names` hold digits and measure nothing; `deadline` says by when; `figure` is a number that is left after both.

    `wish` with a `product` behind it asks for a thing; `specification` describes that thing; `trouble` is what goes
    wrong; `aspiration` is what reports are full of; `second` opens another point; `therefore` ties it to the first.
    """

    names: re.Pattern[str]
    deadline: re.Pattern[str]
    figure: re.Pattern[str]
    purchase: re.Pattern[str]
    clause: re.Pattern[str]
    wish: re.Pattern[str]
    specification: re.Pattern[str]
    trouble: re.Pattern[str]
    aspiration: re.Pattern[str]
    second: re.Pattern[str]
    therefore: re.Pattern[str]
    letter: re.Pattern[str]
    fewest_letters: int
    areas: Mapping[str, re.Pattern[str]]


# --- Chinese ---------------------------------------------------------------------------------------------------------

_DIGITS = r"[0-9０-９]+(?:[.,，．][0-9]+)*"
_NUMERAL = rf"(?:{_DIGITS}|[一二两三四五六七八九十百千万半几]+)"
_YEAR = r"(?:20[0-9]{2}|二〇[〇一二三四五六七八九]{2})年"
# A season or a term that a city plans by; 年 alone would be found in every sentence.
_SEASON = r"(?:汛期|雨季|采暖季|供暖季|供热季|冬季|夏季|入冬|入夏|入汛|春节|国庆|开学|高考|迎峰度夏)"
# What may stand between a year and the word for "before": 2027年9月开学前, 明年第二季度结束前.
_UP_TO = r"[^，,。；;！？!?\n]{0,8}?(?:之前|以前|前|底|末)"

CHINESE = Phrases(
    names=_any_of(
        r"""《[^》]*》
        〔[0-9]{4}〕(?:第)?[0-9]+号
        [“"]?十[二三四五六]五[”"]?
        7\s*[×xX*]\s*24(?:小时)?
        12345|12369|12319|12328|(?:110|119|120|122)(?=热线|电话|指挥|接警|报警)
        PM2\.5|PM10|[A-Za-z]+[0-9]+(?:\.[0-9]+)?[A-Za-z]*|[0-9]+[A-Z][A-Za-z]*
        第[0-9一二两三四五六七八九十百]+
        20[0-9]{2}年
        [0-9一二三四五六七八九十]+号(?:线|楼|院|桥|闸|泵站|路)
        [0-9]{3,4}-[0-9]{7,8}|1[3-9][0-9]{9}"""
    ),
    deadline=_any_of(
        rf"""(?:{_YEAR}|今年|明年|后年|本年度|年){_UP_TO}
        {_YEAR}(?:[0-9一二三四五六七八九十]{{1,2}}月)?(?:初|内|上半年|下半年|[一二三四]季度)
        (?:今年|明年|后年)(?:年?内|初|[0-9一二三四五六七八九十]{{1,2}}月|上半年|下半年|[一二三四]季度)
        (?:下一?个?|本)?{_SEASON}(?:来临|开始|到来)?(?:之)?前
        (?:本月|下月|[0-9一二三四五六七八九十]{{1,2}}月)(?:[0-9]{{1,2}}日|[上中下]旬)?(?:底|末|前|之前|以前)
        (?<![到至为在成])(?<![到至为在成]不){_NUMERAL}(?:年|个月|个季度)(?:之内|以内|内)
        {_YEAR}(?:建成|完成|实现|投用|启用|见效|达标)
        年内|半年内|任期内|十[五六]五末|规划期末
        20[0-9]{{2}}[-/.][0-9]{{1,2}}(?:[-/.][0-9]{{1,2}})?(?:前|之前|以前)"""
    ),
    figure=_any_of(
        r"""百分之
        [一二两三四五六七八九十]分之[一二两三四五六七八九十]
        [一二两三四五六七八九]成
        减半|过半|一半|近半|翻番|翻一番|零
        [两三四五六七八九十百千万]+(?:多|余|几)?(?:件|起|次|天|日|小时|分钟|秒|吨|公里|千米|米|人|名|户|处|个月|倍|辆|万|亿|元|家|台|例|宗|条|批|个百分点|平方米|立方米|度)
        十几|几十
        [0-9０-９]"""
    ),
    # What a purchase costs or counts, and how large a city is, measures no problem.
    purchase=_any_of(r"预算|总投资|投资额|经费|资金|造价|报价|质保|招标|人口|下辖|辖区|占地|成立于|编制"),
    clause=re.compile(r"[，,；;。！？!?：:\n]"),
    wish=_any_of(
        r"""(?:采购|购买|购置|求购|招标|引进|引入|建设|新建|建立|搭建|开发|研发|部署|打造|上线|配备|配置|安装|需要|想要|想上|要上|寻找|征集|升级)[^，。；]{0,24}?(?:平台|系统|软件|设备|无人机|机器人|大模型|模型|APP|小程序|传感器|摄像头|摄像机|检测仪|监测仪|一体机|解决方案|中台|数字孪生|大屏|终端|大脑|驾驶舱|产品|装置|仪器|芯片|车辆)"""
    ),
    specification=_any_of(
        r"^(?:\s)*(?:并|且|同时|还|须|需|应|也)?(?:要求|具备|具有|支持|能够|可以|可|实现|满足|包含|包括|覆盖|采用|达到|由|含)"
    ),
    trouble=_any_of(
        r"""问题|困难|困扰|瓶颈|痛点|短板|不足|不够|不到位|不及时|不准|不畅|不清|不高|不强|不便|不佳|不均|不平衡|不稳定|达不到|跟不上
        接不过来|管不住|看不见|看不到|找不到|找不着|做不好|说不清|查不|才能?(?:发现|知道|找到)|没有|没人|无法|不能|未能|尚未|尚无
        漏[损失水接报点检判]|暗漏|渗漏|泄漏|泄露|堵塞|拥堵|堵车|积水|内涝|必涝|超标|超限|超载|溢流|冒溢|直排|黑臭|恶臭|异味|扰民
        噪[声音]|扬尘|遗撒|污染|塌陷|沉降|开裂|滑坡|破损|老化|失效|故障|停运|停电|闲置|空置|浪费|损失|流失|枯死|减产|病害|虫害
        投诉|抱怨|举报|信访|意见|反映|通报|约谈|处罚|警情|事故|隐患|火灾|伤[人亡]|死亡|受伤|溺水|跌倒|走失|中断|逾期|滞后|延误|晚点
        缓慢|偏[高低慢大]|过[高低慢大多长]|居高不下|频发|多发|高发|屡禁不止|突出|严重|薄弱|紧张|短缺|疲劳|疲于|异常|误差|造假|结冰|返工
        [难慢缺少]$|难以|难于|很难|难查|难找|难管|难题|[停看办行查找入管用][车病事路漏学]?难|缺[人乏少口电水位失]
        靠人工|依靠人工|人工巡查|人工抄|误报|失水率高|能耗高|成本高|率低|率高|落空|白挖|挖空|等待|排队|混投|乱[扔倒停放]|偷[倒排盗]
        人手紧|负担重|压力大|恶化"""
    ),
    aspiration=_any_of(r"提升|推动|推进|打造|促进|加快|助力|赋能|构建|完善|加强|实现|优化|深化|创建"),
    second=_any_of(
        r"""[二三四五]是|其[二三四]|第[二三四][，、]|[（(][二三四][）)]|(?<![0-9.])[2-5][、．](?![0-9])|[②③④]
        另外|此外|还有|除此之外|另一方面|与此同时|同时|再者|顺便|(?<=。)也|、"""
    ),
    therefore=_any_of(r"导致|造成|引发|引起|致使|因此|所以|从而|使得|影响"),
    letter=re.compile(r"[\u3400-\u9fff]"),
    fewest_letters=25,
    areas={
        name: _any_of(words)
        for name, words in {
            "water supply": "供水|自来水|水压|漏损|暗漏|水表|水厂",
            "flooding": "内涝|积水|暴雨|必涝|排水|雨水口|防汛",
            "water quality": "黑臭|污水|河道|河流|断面|水质|排污|水体|氨氮",
            "traffic": "拥堵|堵车|公交|地铁|信号灯|路口|出行|主干道|交通",
            "parking": "停车|车位",
            "waste": "垃圾|环卫|厨余|中转站",
            "air": "扬尘|大气|空气质量|PM2|烟气|二噁英",
            "animals": "犬|流浪猫|动物",
            "heating": "供热|供暖|采暖|不热|换热",
            "lighting": "照明|路灯|灯具",
            "buildings": "公共建筑|楼宇|空调能耗|玻璃幕墙|电梯",
            "elderly": "养老|老人|老年|独居",
            "health": "医院|就诊|看病|门诊|急诊|医生|卫生院",
            "schools": "学校|学生|校园|教师|入学",
            "services": "政务|窗口|办事|热线|工单|审批",
            "fire": "火灾|消防|电动自行车|电动车充电",
            "gas": "燃气|液化气",
            "food": "食堂|餐饮|剩饭|食品",
            "cyber": "网络安全|勒索|数据泄露|漏洞",
            "covers": "井盖",
            "farming": "农田|病虫害|灌溉|耕地|秸秆|种植",
            "tourism": "景区|游客|旅游",
            "construction": "工地|塔吊|深基坑|施工现场",
            "bridges": "桥梁|隧道|边坡",
            "noise": "噪声|噪音",
            "business": "招商|企业融资|产业园",
        }.items()
    },
)

# --- English ---------------------------------------------------------------------------------------------------------

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\.?"
_COUNT = r"(?:[0-9]+|a|an|one|two|three|four|five|six|nine|ten|twelve|eighteen|twenty|half\s+a)"

ENGLISH = Phrases(
    names=re.compile(
        r"\b20[0-9]{2}\b|\bpm\s?2\.5|\bpm\s?10\b|24\s*/\s*7|\b12345\b|\b[A-Za-z]+[0-9]+(?:\.[0-9]+)?\b|\b[0-9][A-Z]\b"
        r"|\b(?:line|route|no\.|number|section|phase|article)\s+[0-9]+\b",
        re.IGNORECASE,
    ),
    deadline=re.compile(
        rf"\b(?:by|before|until|till|from|in|not later than|no later than)\s+(?:the\s+)?"
        rf"(?:(?:end|start|beginning|middle|close|first half|second half)\s+of\s+|early\s+|mid-?\s*|late\s+|spring\s+|"
        rf"summer\s+|autumn\s+|winter\s+|q[1-4]\s+|{_MONTH}\s+(?:[0-9]{{1,2}},?\s+)?)*"
        rf"(?:20[0-9]{{2}}|(?:next|this|the coming|the)\s+(?:year|month|winter|summer|spring|autumn|season|"
        rf"(?:rainy|flood|heating)\s+season)|{_MONTH}(?=[\s.,;]|$))"
        rf"|\b(?:next|rainy|flood|heating)\s+season\b|\bwithin\s+{_COUNT}\s+(?:years?|months?)\b"
        rf"|\bin\s+{_COUNT}\s+(?:years|months)(?:'|’)?\s+time\b|\b(?:this|next)\s+year\b|\b20[0-9]{{2}}-[0-9]{{2}}(?:-[0-9]{{2}})?",
        re.IGNORECASE,
    ),
    figure=re.compile(
        r"[0-9]|\bper\s?cent\b|\b(?:half|halved?|halves|third|thirds|quarter|twice|doubled?|dozens?|twenty|thirty|forty|fifty|"
        r"sixty|seventy|eighty|ninety|hundred|thousand|million|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|"
        r"twelve)\s+(?:times|days|hours|minutes|weeks|months|cases|people|out of|of every|in))\b",
        re.IGNORECASE,
    ),
    purchase=_words("budget~ cost_estimate funding warranty population inhabitants covers_an_area"),
    clause=re.compile(r"[,;.!?:\n](?=\s|$)"),
    wish=re.compile(
        r"\b(?:buy|purchas\w+|procur\w+|acquir\w+|build\w*|develop\w*|deploy\w*|install\w*|introduc\w+|set up|need|"
        r"want|looking for|look for|require|implement\w*)\b[^.;!?]{0,60}?\b(?:platforms?|systems?|software|apps?|"
        r"drones?|robots?|sensors?|cameras?|dashboards?|digital twins?|solutions?|products?|devices?|equipment|tools?|"
        r"models?|screens?|terminals?)\b",
        re.IGNORECASE,
    ),
    specification=re.compile(
        r"^\s*(?:and\s+)?(?:with|which|that|it|including|supporting|able|capable)\b", re.IGNORECASE
    ),
    trouble=_words(
        """problem~ difficult~ trouble~ leak~ lost lose loses losing loss~ wast~ jam jams congest~ late delay~
        overflow~ flood~ pollut~ odour~ odor~ smell~ stink~ complain~ accident~ fire fires injur~ death~ die dies fail~
        fault~ break~ broken outage~ interrupt~ exceed~ illegal~ dump~ unseen unnoticed unknown slow~ bad poor~ lack~
        short~ miss~ old ageing aging corrod~ block~ clog~ fall falls found_after too_many too_few too_long too_late
        not_enough cannot can't wait~ queue~ fine fines manual~ by_hand expensive unsafe danger~ risk~ overload~
        theft stolen trip trips trap traps"""
    ),
    aspiration=_words("improv~ enhanc~ promot~ becom~ modernis~ moderniz~ smart~ world-class leading empower~ upgrad~"),
    second=re.compile(
        r"\b(?:in addition|additionally|besides|secondly|second,|another problem|furthermore|moreover|we also|"
        r"on top of that|separately|apart from that|also,)|(?:^|\s)\(?[2-5][.)]\s",
        re.IGNORECASE,
    ),
    therefore=_words("therefore thus causing causes cause because leads leading_to results_in so_that hence"),
    letter=re.compile(r"[A-Za-z]+"),
    fewest_letters=12,
    areas={
        name: _words(words)
        for name, words in {
            "water supply": "leak~ water_main~ water_mains tap_water treated_water meter~ water_supply",
            "flooding": "flood~ storm~ stormwater drain~ underpass~",
            "water quality": "wastewater sewage river~ ammonia effluent lake~",
            "traffic": "traffic bus buses congest~ junction~ intersection~ jam jams",
            "parking": "parking",
            "waste": "waste dumping garbage rubbish litter landfill~ clean-ups",
            "air": "dust air_quality smog odour~ odor~",
            "heating": "heating boiler~",
            "lighting": "street_light~ streetlight~ lighting",
            "buildings": "building~ lift lifts elevator~",
            "elderly": "elderly older_people old_people seniors",
            "health": "hospital~ clinic~ patient~ ambulance~",
            "schools": "school~ pupil~ student~ teacher~",
            "services": "hotline~ permit~ counter~ paperwork",
            "fire": "fire fires e-bike~",
            "cyber": "ransomware cyber~ phishing",
            "farming": "crop~ irrigat~ farm~ pest pests",
            "tourism": "tourist~ visitor~",
            "bridges": "bridge~ tunnel~ slope~",
        }.items()
    },
)

# --- Hebrew: figures, dates and purchases only ------------------------------------------------------------------------

HEBREW = Phrases(
    names=ENGLISH.names,
    deadline=re.compile(
        r"(?:עד|לפני|במהלך|בתוך)\s+(?:ל?סוף\s+|ל?תחילת\s+|ל?אמצע\s+|ל?חודש\s+)*(?:שנת\s+)?(?:[א-ת]+\s+)?"
        r"(?:20[0-9]{2}|השנה|החורף|הקיץ|החודש)|(?:השנה|החורף|הקיץ) הבאה?"
        r"|תוך\s+(?:חצי\s+שנה|שנתיים|שנה|חודשיים|חודש|\S+\s+(?:שנים|חודשים))"
    ),
    figure=re.compile(r"[0-9]|אחוז|מחצית|חצי|שליש|רבע|כפול|מאה|אלף|מיליון|עשרים|שלושים|ארבעים|חמישים"),
    purchase=re.compile("תקציב|אחריות|אוכלוסייה|תושבים"),
    clause=ENGLISH.clause,
    wish=re.compile(
        r"(?:לרכוש|רכישת|לקנות|לבנות|להקים|הקמת|לפתח|פיתוח|להטמיע|הטמעת|מחפשים|דרושה|דרוש|צריכים)[^.;!?]{0,60}?"
        r"(?:מערכת|מערכות|פלטפורמה|תוכנה|אפליקציה|רחפן|רחפנים|רובוט|חיישנים|מצלמות|פתרון|מוצר|מכשיר|ציוד|תאום דיגיטלי)"
    ),
    specification=re.compile(r"^\s*(?:ש|עם|הכולל|כולל|התומכת|תומכת)"),
    trouble=re.compile(
        "בעי|תקל|נזיל|דליפ|פחת|עומס|פקק|זיהום|הצפ|איחור|מאחר|תלונ|תאונ|נפגע|קושי|קשה|חסר|מחסור|לא מצליח|אין "
        "|מאבד|אבד|אובדן|ריח|סכנ|שבר|נפיל|לא מתגל|ישנה|ישנים"
    ),
    aspiration=NEVER,
    second=NEVER,
    therefore=NEVER,
    letter=re.compile(r"[א-ת]+"),
    fewest_letters=10,
    areas={},
)

BY_LANGUAGE: Mapping[str, Phrases] = {"zh": CHINESE, "en": ENGLISH, "he": HEBREW}

# Markings of classified papers (《保密法》: 绝密 机密 秘密 with a star and a term), not the words in a sentence.
SECRECY = re.compile(
    r"(?:绝密|机密|秘密)\s*[★☆*]|[★☆]\s*(?:绝密|机密|秘密)|[【\[（(](?:[^】\])）]{0,6})?(?:绝密|机密|秘密|内部资料|内部文件|工作秘密)"
    r"|(?:内部资料|内部文件)[，,\s]*(?:请勿|不得|严禁)(?:外传|外泄|转发|公开)|涉密(?:文件|资料|项目)(?!不)|密级[:：]\s*(?:绝密|机密|秘密)"
    r"|^\s*(?:绝密|机密|秘密)\s*$|\b(?:TOP SECRET|STATE SECRET|CLASSIFIED)\b",
    re.MULTILINE,
)
