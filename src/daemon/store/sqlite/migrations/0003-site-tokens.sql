-- A token that the web site has signed is known from its first use, or from its revocation. It must
-- be remembered as revoked for as long as its signature would let it in.
ALTER TABLE tokens ADD COLUMN site_issued INTEGER NOT NULL DEFAULT 0;
