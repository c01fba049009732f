"""People who need to talk to each other.

So far the meeting round at a gathering: ``timetable`` makes a timetable of one-to-one meetings out of wishes, as near
the best there is as the time allows. It knows no database.
"""
