"""Who is who: boards, departments, sites, people, roles; and who may do what."""
