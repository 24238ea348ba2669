"""The edge of the house: headers, sessions, access, errors, and the application that joins the packages."""
