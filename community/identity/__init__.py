"""Identity: passkeys, second factors, links in letters, ways back, and the browsers that are signed in."""
