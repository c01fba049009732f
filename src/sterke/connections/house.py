"""What connections give the house."""

from . import house_rounds as house_rounds  # registers what meeting rounds give
