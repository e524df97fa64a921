-- XEP-0065, XEP-0234, XEP-0260: files from client to client. Where they can't reach each other, they meet at this proxy:
-- at port 5000, which has to be reachable from outside.

Component "proxy.example.org" "proxy65"

name = "File transfer proxy"
proxy65_acl = { "example.org" } -- for users of this domain only
