-- RFC 7622 replaces RFC 6122. Prosody still follows the older one, as most servers do; the domain below is valid in both.

VirtualHost "example.org"
