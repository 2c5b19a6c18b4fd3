"""A class to look at, with two weeks of work in it: ``manage.py demo``. Nothing of it is read by the site."""
