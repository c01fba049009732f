"""7nyhetene: the cluster's news in the mailbox.

Nouns: Subscription (an address, and whether it gets the letter). The secretariat writes and sends; everybody reads the
public part of what was sent; members read theirs. Each reader gets only what they may see, and may stop with one click.
"""
