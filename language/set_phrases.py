"""Phrases by which a clause says nothing of its subject, as patterns. Our own work, from knowledge of such texts."""

# Of notices and calls: whose spirit is followed, what is upheld, how one applies. Words by which a problem may be told
# (安全, 体系, 数据报送, 监督检查) are not among them.
_CHINESE_PREAMBLE = """
贯彻落实|贯彻(?:党|执行|以|新发展|中央|习近平)|认真落实|落实.{0,12}(?:精神|决策部署|工作要求|战略)|习近平|党中央
党的二十|党的十九
国务院|中央一号文件|决策部署|指示批示|重要论述|重要讲话|指导思想|基本原则|总体要求|总体思路|新时代中国特色
新发展理念|新发展格局
高质量发展|全面推进|深入推进|深入实施|大力发展|大力推进|扎实推进|扎实开展|积极推进|积极应对|加快构建|加快建设|加快推进
坚持.{0,24}(?:原则|理念|思想|思路|导向|引领|领导|主导|统筹|驱动|兼顾|结合|治理|牵引|治水|共赢|发展|观念|思维|公开)
坚持[以“"]
牢固树立|人民至上|以人民为中心|底线思维|极限思维|守牢.{0,8}底线|统筹发展和安全|统筹推进|统筹规划|压实.{0,6}责任
强化责任|责任分工
获得感|幸福感|急难愁盼|治理体系和治理能力|治理能力现代化|现代化水平|体制机制|长效机制|工作机制|健全.{0,8}机制
完善.{0,8}机制
政治站位|组织领导|组织实施|工作专班|工作合力|形成合力|加强宣传|典型经验|良好氛围|示范引领作用|督导考核|形式主义
“?十[三四五]五”?(?:规划|期间|时期)|五年规划|(?:三|五)年行动|行动方案|行动计划|实施方案|实施意见|指导意见|若干意见
若干措施|工作要点
(?:根据|按照|依据|遵照).{0,40}(?:精神|部署|规定|意见|通知|指南|文件|条例|统一安排)
为(?:深入|全面|认真|进一步|切实|扎实|积极|深刻|有效)
意见的?通知|有关通知|通知要求|常务会议|党组会议|专题会议|研究决定|经.{0,8}研究|印发|领导小组
现就|现将|现向|现提出|现决定|决定开展|公开征集|向社会|面向国内外|(?:公告|公布|征集|通知|情况)如下|予以公布|有关事项
踊跃申报|组织申报|申报(?:单位|条件|材料|书|主体|截止)|联合申报|报送.{0,4}材料|逾期|不予受理|独立法人|失信被执行
违法违规记录
形式审查|技术评审|现场答辩|按程序公示|签订合作协议|一式.份|联系人|联系电话|电子邮箱|截止(?:日期|时间)|自发布之日起
供需对接
各(?:区|县|市|有关|相关)?单位|各区(?:县|民政|政府)|欢迎.{0,16}(?:单位|企业|机构).{0,10}(?:参与|申报|揭榜|对接|报名)
生态文明|美丽中国|健康中国|网络强国|数字中国|乡村振兴|农业强国|一带一路|长三角一体化|粤港澳大湾区
助力.{0,6}(?:碳达峰|碳中和|双碳)
"""
_ENGLISH_PREAMBLE = """
in accordance with the|pursuant to the|in line with the (?:spirit|requirements|plan)|spirit of the
under the leadership of|five-year plan|action plan|national strategy|belt and road|high-quality development
warmly welcomes?|kindly (?:recommend|contact|reply)|win-win|friendly cooperation|mutual benefit|hereby|deadline for
interested (?:parties|suppliers|companies) (?:are|may|should)|expressions? of interest|terms and conditions
please (?:contact|submit|send|reply)
"""
_HEBREW_PREAMBLE = """
בהתאם להחלטת|בהתאם למדיניות|הנחיות המשרד|קול קורא|מועד אחרון|תנאי סף|ועדת המכרזים
"""
# What stands around a text that is copied from a site.
_BOILERPLATE = r"""
(?:uses?|accept(?: all)?|with|necessary) cookies|cookies? (?:to|policy)|privacy policy|terms of (?:use|service)
all rights reserved|©|book a (?:demo|meeting|call)|request a demo|contact us|get in touch|follow us|click here
read more
learn more|skip to (?:main )?content|sign up for|our newsletter
版权所有|备案号|ICP备|联系我们|关于我们|隐私政策|免责声明|扫码关注|返回首页|网站地图|点击了解|了解更多|立即注册
כל הזכויות שמורות|מדיניות פרטיות|תנאי שימוש|צור קשר|צרו קשר|עוגיות|הירשמו לניוזלטר|קרא עוד|קראו עוד
"""

SET_PHRASES = tuple(
    listed.strip().replace("\n", "|")
    for listed in (_CHINESE_PREAMBLE, _ENGLISH_PREAMBLE, _HEBREW_PREAMBLE, _BOILERPLATE)
)
