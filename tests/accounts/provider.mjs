/**
 * An OpenID Connect provider of a test run's own, with people given as JSON:
 * node provider.mjs PORT ADDRESS_TO_COME_BACK_TO '{"amina": {"email": …}}' '{"kty": "RSA", …}'
 * The last is the private key by which it signs, so that a test can sign in its name what it would never say.
 */

import Provider from "oidc-provider";

const [, , port, back, people, key] = process.argv;
const accounts = JSON.parse(people);

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: "workspace", client_secret: "between-the-two-of-us", redirect_uris: [back] }],
  claims: {
    openid: ["sub", "amr"],
    email: ["email", "email_verified"],
    profile: ["name"],
  },
  cookies: { keys: ["tests only"] },
  jwks: { keys: [JSON.parse(key)] },
  pkce: { required: () => true },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...accounts[id] }) }),
});

provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
