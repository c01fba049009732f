"""The face of the house: front page, directory and company pages, networks, my page, the desk.

No models. Reads the registers of the other rooms; nobody imports it.
"""
