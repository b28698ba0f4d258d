"""Ways in beside a password of ours and OIDC, as government networks have them: a directory (LDAP), CAS, and a code that
is scanned. Each ends in what is told of somebody (`claims.Told`); which roles follow from it is asked there."""
