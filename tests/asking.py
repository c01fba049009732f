"""Asking the API as somebody: with a token of theirs in the header."""

from django.test import Client

from sterke.accounts import tokens
from sterke.accounts.models import User


def token_of(user, days=30) -> str:
    return tokens.make_token(user, name="prøve", days=days, by=user)


def asking_as(user) -> Client:
    """A client that sends a token of this user's; without a user, none."""
    if user is None:
        return Client()
    return Client(headers={"authorization": f"Bearer {token_of(User.objects.get(pk=user.pk))}"})
