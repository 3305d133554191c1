import re

from django.conf import settings


def operator(request):
    """Who runs the site, for the footer and the documents."""
    digits = re.sub(r"\D", "", settings.PUBLIC_SECURITY_NUMBER)
    return {
        "operator": {
            "name": settings.OPERATOR_NAME,
            "contact": settings.OPERATOR_CONTACT,
            "icp_number": settings.ICP_NUMBER,
            "public_security_number": settings.PUBLIC_SECURITY_NUMBER,
            "public_security_url": f"https://beian.mps.gov.cn/#/query/webSearch?code={digits}",
        }
    }
