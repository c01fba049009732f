from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "sterke.membership"
    label = "membership"
