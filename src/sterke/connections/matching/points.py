"""What each reason counts. A text counts as much as it fits: its points are the most it can be worth."""

# What somebody has put out, done or said that fits a listing. In full for who put it out, by half for colleagues.
OFFERS = 100
NEEDS = 100
SOLVED = 90
ANSWERED = 75
WANTS_THE_SAME = 30
WANTS_THE_SAME_TOO = 80  # where that is what one looks for: buying together, partners
DOES = 75  # the company, as it says itself
TITLE = 40
COLLEAGUE = 0.5
FEWEST = 8  # points of a text below which it is no reason
BEGIN = 12  # points of all texts together below which nobody is suggested
SAME_KIND = 4

# Between two people.
NETWORK, MORE_NETWORKS = 6, 2
GATHERING, MORE_GATHERINGS = 4, 2
SAME_PLACE = 6
NEAR, FAR = 5, 60  # points next door; kilometres from which there are none
SAME_TRADE = 4
SAME_SIZE = 1
MAIN_CONTACT = 2
ACQUAINTED = 3
BOTH_WISH = 10
# The most there can be between two, for telling when nobody further down can come among the best.
MOST_OF_HOUSES = SAME_PLACE + SAME_TRADE + SAME_SIZE + MAIN_CONTACT
MOST_NETWORKS, MOST_GATHERINGS = NETWORK + MORE_NETWORKS, GATHERING + MORE_GATHERINGS

# What was said of earlier suggestions.
USEFUL, USEFUL_KIND, USEFUL_TEXT = 2, 3, 10
USEFUL_TO_OTHERS, MOST_OF_OTHERS = 3, 6
LESS, LESS_KIND, LESS_TEXT = 1, 2, 5
MOST_LEARNT = USEFUL + USEFUL_KIND + USEFUL_TEXT + MOST_OF_OTHERS
ALIKE = 0.15  # how much two texts must fit for what was said of one to count for the other

# Without a listing.
THEY_OFFER = YOU_OFFER = 70
BOTH_NEED = 45
SAME_WORK = 45
TRADE_ELSEWHERE = 12
