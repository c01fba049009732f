"""Who signs in, and what the office's permissions are: the dated role of the secretariat, not a stored grant."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from sterke.core.question import Question

from .models import User

user_at = Question(lambda pk: User.objects.filter(pk=pk))


class RolesBackend(AuthenticationBackend):
    def get_user(self, user_id: int) -> User | None:
        user = user_at(user_id).first()
        return user if user and self.user_can_authenticate(user) else None

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return bool(user_obj.is_active and user_obj.is_authenticated and user_obj.is_secretary)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return self.has_perm(user_obj, app_label)
