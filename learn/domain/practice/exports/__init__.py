"""Questions and answers to take along: for Anki, Moodle (its XML and GIFT), and spreadsheets."""
