from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from knox.auth import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed


class ApiTokenAuthentication(TokenAuthentication):
    """`Authorization: Token ...`. What a person must do before the pages, they must do before their programs too."""

    def authenticate_credentials(self, token):
        try:
            return super().authenticate_credentials(token)
        except UnicodeDecodeError as error:
            raise AuthenticationFailed(_("Invalid token.")) from error

    def validate_user(self, auth_token):
        user, auth_token = super().validate_user(auth_token)
        if user.lacks_consent or user.lacks_second_factor:
            raise AuthenticationFailed(_("Sign in on the site once: something has to be done there first."))
        return user, auth_token


class ApiTokenScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.authentication.ApiTokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema):
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Token`, a blank, and a token made on the page of one's account.",
        }
