"""The shipped files: complete, in three languages, and telling one story with each other."""

import re

import pytest

from taxonomy.reference import read_files, read_taxonomy

CODE_LISTS = {
    "need_stage": "IDEA STUDY PLAN BUDGET PILOT TENDER",
    "procurement_route": "OPEN INVITED CONSULT NEGOT INQUIRY SINGLE FRAME COOP BELOW SOEBUY SCENE RD UNKNOWN",
    "evidence": "DEPLOY_CN DEPLOY_CITY PILOT TEST CERT PATENT PAPER REF VIDEO AWARD_CN ACCEPTANCE",
    "china_presence": "NONE AGENT SI JV WFOE LIC ODM",
    "ip_terms": "OWN LICENSE JOINT BUYER TBD",
    "trl": "1 2 3 4 5 6 7 8 9",
    "maturity": "LAB BENCH DEMO SCALE",
    "reason_no": "NOT_OUR_PROBLEM TOO_IMMATURE NO_REFERENCE_OUR_SIZE TOO_DEAR NOT_MADE_IN_CHINA DATA_MAY_LEAVE "
    "HAVE_SUPPLIER NO_BUDGET OTHER_REASON",
    "reason_pass": "NOT_OUR_FIELD MUST_HAVE_UNMET BUDGET_TOO_SMALL TOO_LITTLE_TIME TERMS_DO_NOT_SUIT "
    "PRODUCT_NOT_READY NO_PARTNER_YET NO_CAPACITY OTHER_REASON",
    "reason_pin": "SAME_PROBLEM_SOLVED BOTH_HAVE_MET WORDS_HIDE_THE_FIT PART_OF_A_PROGRAMME OTHER_REASON",
    "reason_veto": "NOT_THE_SAME_THING RULE_STANDS_IN_THE_WAY TRIED_AND_ENDED INTERESTS_COLLIDE OTHER_REASON",
    "reason_stop": "NO_ANSWER BUDGET_GONE PRIORITY_CHANGED STAFF_CHANGED OTHER_SUPPLIER PRICE IP_OR_TERMS KPI_MISSED "
    "DID_NOT_FIT SITE_NOT_READY CERTIFICATE_MISSING DATA_RULES EXPORT_CONTROL NO_LOCAL_PARTNER COMPANY_CHANGED "
    "OTHER_REASON",
    "population_band": "P0_05 P05_1 P1_3 P3_5 P5_10 P10",
    "budget_band": "NO_BUDGET TO_300K TO_1M TO_4M TO_10M FROM_10M UNDISCLOSED",
    "kpi_unit": "PERCENT SECOND MINUTE HOUR DAY CNY CNY_YEAR UG_M3 MG_L DECIBEL KM KM_H METRE CENTIMETRE MILLIMETRE "
    "SQUARE_METRE CUBIC_METRE M3_DAY TONNE TONNE_DAY KWH KWH_M2 KWH_T MEGAWATT TCO2 COUNT COUNT_DAY COUNT_MONTH "
    "COUNT_YEAR PERSONS PERSONS_DAY VEHICLES CELSIUS SCORE TIMES NTU LITRE_DAY",
    "certificate_kind": "CCC SRRC NAL NMPA WATER_HYGIENE METER_TYPE FIRE_PRODUCT EX_PROOF CYBER_PRODUCT "
    "COMMERCIAL_CRYPTO ISO9001 ISO14001 ISO27001 ISO13485 IEC62443 CE FDA FCC UL ROHS NSF61",
    "certificate_answer": "HAVE IN_WORK NOT_NEEDED LACKS UNKNOWN",
    "team_size": "S1_10 S11_50 S51_200 S200",
    "funding_stage": "BOOTSTRAPPED PRESEED SEED SERIES_A SERIES_B SERIES_C GROWTH LISTED",
    "production_place": "CHINA ISRAEL ELSEWHERE",
    "materials_in_chinese": "AVAILABLE ABSENT",
    "data_in_china": "IN_CHINA ON_PREMISES LEAVES",
    "city_brings": "SITE DATA POWER STAFF NETWORK PERMIT VEHICLE",
    "cooperation": "PILOT SALE LICENCE JV DISTRIBUTION RD INVESTMENT",
    "requirement_kind": "TRL CERTIFICATE DATA_IN_CHINA PRESENCE MATERIALS_ZH REFERENCE_CHINA MLPS MADE_IN_CHINA",
    "closing_reason": "FULFILLED WITHDRAWN LAPSED",
    "company_language": "en he zh ru fr ar de es",
}

# Every body that the study behind the vocabulary names for a domain or a topic.
BODIES = """
住房和城乡建设局 城市管理局 公安局 应急管理局 自然资源和规划局 生态环境局 民政局 水务局（水利局） 卫生健康委员会
工业和信息化局 街道办事处 市场监督管理局 供电公司 交通运输局 气象局 文化和旅游局 疾病预防控制中心 发展和改革委员会
园区管委会 发展和改革委员会（能源局） 机关事务管理局 公安局交通警察支队（交警） 消防救援局（支队） 商务局 医疗保障局
教育局 数据局 政务服务局 城市运行管理中心 农业农村局 供水/排水集团 供水集团 城市管理局（环境卫生）
商务局（再生资源回收） 公安局交通警察支队 城市管理局（供热） 公交集团 地铁集团 大数据局 发展和改革委员会（低空办）
国防动员办公室（人防办） 公立医院 残疾人联合会 燃气公司 化工园区管委会 通信管理局
网信办（市委网络安全和信息化委员会办公室） 公安局（网安支队） 公用事业运营单位 密码管理局 数据局（大数据局） 网信办
党委社会工作部 城投集团 园林和林业局 邮政管理局 人力资源和社会保障局
""".split()


@pytest.fixture(scope="module")
def files():
    return read_files()


def wordings(files, language):
    """(code, text) of everything a reader may see."""
    named = [*files.sectors, *files.domains, *files.cautions, *files.departments]
    named += [entry for _, entry in [*files.technologies, *files.topics]]
    named += [entry for rows in files.code_lists.values() for entry in rows]
    for entry in named:
        yield entry["code"], entry[language]
        for key in ("kpi", "role", "note"):
            if key in entry:
                yield entry["code"], entry[key][language]


def test_counts(files):
    affinities = [weight for _, technology in files.technologies for weight in technology["solves"].values()]
    assert (len(files.sectors), len(files.technologies)) == (17, 119)
    assert (len(files.domains), len(files.topics)) == (12, 78)
    assert (len(affinities), len(files.cautions), len(files.departments)) == (484, 17, 50)
    assert sorted(set(affinities)) == [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]


def test_every_code_list_is_there_with_its_codes_in_order(files):
    assert {name: " ".join(e["code"] for e in rows) for name, rows in files.code_lists.items()} == CODE_LISTS


def test_cautions_of_the_cautioned_technologies(files):
    counts = {}
    cautioned = [technology["cautions"] for _, technology in files.technologies if technology["cautions"]]
    for cautions in cautioned:
        for caution in cautions:
            counts[caution] = counts.get(caution, 0) + 1
    assert len(cautioned) == 43
    assert counts == {
        "israel_export_check": 8,
        "israel_defence_export_control": 4,
        "us_export_check": 1,
        "china_radio_srrc": 2,
        "china_ccc": 2,
        "nmpa": 8,
        "personal_information": 8,
        "china_surveying_mapping": 7,
        "china_uav_rules": 4,
        "china_police_only": 1,
        "china_encryption": 3,
        "china_cybersecurity_products": 4,
        "china_vulnerability_rules": 1,
        "china_genai_filing": 1,
        "china_internet_hospital": 1,
        "china_human_genetic_resources": 1,
        "china_data_export": 1,
    }


def test_two_cautions_cap_and_four_technologies_carry_them(files):
    capping = {entry["code"] for entry in files.cautions if entry["caps"]}
    assert capping == {"israel_defence_export_control", "china_police_only"}
    carried = {technology["code"] for _, technology in files.technologies if capping & set(technology["cautions"])}
    assert carried == {"AVI-CUAS", "AVI-AERO", "CYB-VULN", "SAF-PERI"}


def test_cautions_leave_their_side_to_its_own_key(files):
    sides = {}
    for entry in files.cautions:
        sides[entry["side"]] = sides.get(entry["side"], 0) + 1
    assert sides == {"israel": 2, "united_states": 1, "china": 14}
    assert [e["code"] for e in files.cautions if e["en"].startswith(("Israeli side", "China:"))] == []


def test_every_named_body_has_one_code(files):
    codes_of = {}
    for entry in files.departments:
        for name in [entry["zh"], *entry["aliases_zh"]]:
            codes_of.setdefault(name, []).append(entry["code"])
    assert [body for body in BODIES if len(codes_of.get(body, [])) != 1] == []
    assert len(BODIES) == 57


def test_domains_and_topics_name_departments_by_code(files):
    domains = {entry["code"]: entry["departments"] for entry in files.domains}
    topics = {entry["code"]: entry["departments"] for _, entry in files.topics}
    assert domains["N-TRA"] == ["TRANS", "TPOL", "HUCD", "BUS_CO", "METRO_CO"]
    assert domains["N-SEC"] == ["CAC", "PSB", "DATA", "UTILITY"]
    assert topics["E-CLIM"] == ["METEO", "EMB", "DRC"]
    assert [code for code, departments in {**domains, **topics}.items() if not departments] == []


def test_operators_buy_for_themselves(files):
    operators = {entry["code"] for entry in files.departments if entry["operator"]}
    assert operators == set("SOE GRID HOSPITAL GAS_CO METRO_CO BUS_CO WATER_CO INVEST_CO UTILITY".split())


def test_chinese_is_chinese(files):
    assert [(code, text) for code, text in wordings(files, "zh") if not re.search(r"[\u4e00-\u9fff]", text)] == []


def test_hebrew_is_hebrew(files):
    assert [(code, text) for code, text in wordings(files, "he") if not re.search(r"[\u05d0-\u05ea]", text)] == []


def test_english_holds_no_chinese_or_hebrew(files):
    assert [(c, t) for c, t in wordings(files, "en") if re.search(r"[\u4e00-\u9fff\u05d0-\u05ea]", t)] == []


def test_bands_meet_without_gap(files):
    for name, bands in {
        "population_band": ["P0_05", "P05_1", "P1_3", "P3_5", "P5_10", "P10"],
        "budget_band": ["TO_300K", "TO_1M", "TO_4M", "TO_10M", "FROM_10M"],
    }.items():
        data = {entry["code"]: entry["data"] for entry in files.code_lists[name]}
        assert [data[band]["to"] for band in bands] == [*(data[band]["from"] for band in bands[1:]), None]


def test_a_kpi_unit_has_a_symbol_or_is_written_out_but_a_bare_count(files):
    symbols = {entry["code"]: entry["data"]["symbol"] for entry in files.code_lists["kpi_unit"]}
    assert symbols["PERCENT"] == "%"
    assert symbols["UG_M3"] == "µg/m³"
    assert symbols["COUNT"] == ""
    assert " ".join(code for code, symbol in symbols.items() if symbol is None) == (
        "SECOND MINUTE HOUR DAY CNY CNY_YEAR COUNT_DAY COUNT_MONTH COUNT_YEAR PERSONS PERSONS_DAY VEHICLES SCORE TIMES"
    )


def test_plain_taxonomy_from_the_files():
    taxonomy = read_taxonomy()
    leak = taxonomy.technologies[0]
    assert (leak.code, leak.parent, leak.name_zh) == ("WAT-LEAK", "WAT", "供水管网漏损检测与控制")
    assert leak.keywords_en[:3] == ("leak detection", "non-revenue water", "NRW")
    assert (taxonomy.topics[0].code, taxonomy.topics[0].parent) == ("W-LEAK", "N-WAT")
    assert (len(taxonomy.affinity), {len(row) for row in taxonomy.affinity}) == (78, {119})
    assert taxonomy.affinity[0][0] == 1.0
    assert sum(weight > 0 for row in taxonomy.affinity for weight in row) == 484
    assert taxonomy.capping_cautions == {"israel_defence_export_control", "china_police_only"}
    assert taxonomy.cautions["AVI-CUAS"] == {"israel_defence_export_control", "china_police_only"}
    assert taxonomy.code_lists["budget_band"][2].data == {"from": 300_000, "to": 1_000_000}
