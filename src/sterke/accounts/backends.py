"""The office asks Django for permissions; the answer is the dated role of the secretariat, not a stored grant."""

from typing import Any

from django.contrib.auth.backends import BaseBackend


class RolesBackend(BaseBackend):
    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return bool(user_obj.is_active and user_obj.is_authenticated and user_obj.is_secretary)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return self.has_perm(user_obj, app_label)
