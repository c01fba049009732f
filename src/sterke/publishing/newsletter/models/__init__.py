from .subscriptions import Subscription

__all__ = ["Subscription"]
