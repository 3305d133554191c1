import pytest

from language.detect import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "en"),
        ("1,200 m3/day", "en"),
        ("Acoustic sensors on water mains", "en"),
        ("Pilot in China (中国) with water sensors", "en"),
        ("供水管网漏损控制", "zh"),
        ("AR 远程维修 SOP", "zh"),
        ("need smart parking,app 预约+周边 share 车位", "zh"),
        ("ניטור דליפות ברשת המים", "he"),
        ("ניטור דליפות IoT", "he"),
        ("Kolmaim (קול-מים) hears leaks before they burst", "en"),
    ],
)
def test_the_script_with_the_larger_share_decides(text, language):
    assert detect(text) == language
