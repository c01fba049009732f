from .issues import MailReport, NewsletterIssue, NewsletterItem, NewsletterRecipient, Segment
from .subscriptions import Subscription

__all__ = ["MailReport", "NewsletterIssue", "NewsletterItem", "NewsletterRecipient", "Segment", "Subscription"]
