"""This project's own tools. handeye has a package of that name, too, and the two are never mixed up."""
