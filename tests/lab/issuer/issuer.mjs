// The lab's OpenID Connect issuers: panva's certified oidc-provider, one per entry of HOME/issuers.json, https on localhost.
// usage: node issuer.mjs HOME
//
// Nobody logs in here with a browser. POST /lab/mint {client, sub, scope, access_life?, refresh_life?} gives a user's pair of
// tokens instead; the provider's own Grant, AccessToken and RefreshToken classes make and remember them.
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const home = process.argv[2];
const find = createRequire(`${home}/issuer/package.json`);
const { Provider } = await import(pathToFileURL(find.resolve('oidc-provider')));

const LIFE = Number(process.env.LAB_TOKEN_LIFE ?? 3600);
const DAY = 86400;
const ANY = 'https://wlcg.cern.ch/jwt/v1/any';
const ASKED = 'urn:lab:asked:';
const pilot = ['compute.create', 'compute.read', 'compute.modify', 'compute.cancel'];
const groups = ['alpha', 'beta', 'gamma', 'leaky'].flatMap((vo) => ['user', 'pilot', 'admin', 'prod', 'expert'].flatMap((role) => [
  `wlcg.groups:/${vo}/${role}`, `groups:/${vo}/${role}`,
  `eduperson_entitlement?value=urn:mace:egi.eu:group:${vo}:role=${role}#aai.egi.eu`,
]));
const resourceScopes = ['wlcg', 'wlcg.groups', 'eduperson_entitlement', ...pilot, 'storage.read:/', 'storage.modify:/', ...groups];

/** What the provider remembers. Its built-in store forgets beyond 1000 entries, and a lab may hold more tokens than that. */
function memory() {
  const kept = new Map();
  const byGrant = new Map();
  const byUid = new Map();
  return class {
    #kind;
    constructor(kind) { this.#kind = kind; }
    #key(id) { return `${this.#kind} ${id}`; }
    async upsert(id, value, seconds) {
      kept.set(this.#key(id), { value, ends: seconds ? Date.now() + seconds * 1000 : Infinity });
      if (value.uid) byUid.set(value.uid, id);
      if (value.grantId && this.#kind !== 'Grant') {
        if (!byGrant.has(value.grantId)) byGrant.set(value.grantId, []);
        byGrant.get(value.grantId).push(this.#key(id));
      }
    }
    async find(id) {
      const entry = kept.get(this.#key(id));
      return entry && entry.ends > Date.now() ? entry.value : undefined;
    }
    async findByUid(uid) { return this.find(byUid.get(uid)); }
    async findByUserCode() { return undefined; }
    async consume(id) {
      const value = await this.find(id);
      if (value) value.consumed = Math.floor(Date.now() / 1000);
    }
    async destroy(id) { kept.delete(this.#key(id)); }
    async revokeByGrantId(grant) {
      for (const key of byGrant.get(grant) ?? []) kept.delete(key);
      byGrant.delete(grant);
    }
  };
}

// Not generated here: node 20 can hang for ever when it exports a key as JWK while the job that generated one is collected.
function signingKey(number) {
  const key = createPrivateKey(readFileSync(`${home}/pki/issuers/${number}.pem`));
  return { ...key.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: `lab-${number}` };
}

function resourceServer(audience) {
  return {
    scope: resourceScopes.join(' '), audience, accessTokenFormat: 'jwt', accessTokenTTL: LIFE, jwt: { sign: { alg: 'RS256' } },
  };
}

function provider(number, { port, clients }) {
  return new Provider(`https://localhost:${port}`, {
    adapter: memory(),
    jwks: { keys: [signingKey(number)] },
    clients: Object.entries(clients).map(([client_id, client_secret]) => ({
      client_id,
      client_secret,
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
      response_types: ['code'],
      redirect_uris: ['https://localhost/redirect'],
      token_endpoint_auth_method: 'client_secret_basic',
    })),
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email'] },
    features: {
      clientCredentials: { enabled: true },
      introspection: { enabled: true },
      revocation: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        // WLCG's issuers are asked with `audience`, Check-in with RFC 8707's `resource`
        defaultResource: (ctx) => (ctx.oidc.body?.audience ? ASKED + encodeURIComponent(ctx.oidc.body.audience) : ANY),
        getResourceServerInfo: (_ctx, uri) => resourceServer(uri.startsWith(ASKED) ? decodeURIComponent(uri.slice(ASKED.length)) : uri),
        useGrantedResource: () => true,
      },
    },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    extraTokenClaims: () => ({ 'wlcg.ver': '1.0' }),
    rotateRefreshToken: process.env.LAB_ROTATE === '1',
    ttl: { ClientCredentials: LIFE, RefreshToken: 30 * DAY, Grant: 60 * DAY },
  });
}

async function mint(op, ask) {
  const client = await op.Client.find(ask.client);
  const scope = ask.scope ?? resourceScopes.join(' ');
  const grant = new op.Grant({ accountId: ask.sub, clientId: ask.client });
  grant.addOIDCScope('openid profile offline_access');
  grant.addResourceScope(ANY, scope);
  const common = { client, accountId: ask.sub, grantId: await grant.save(), gty: 'authorization_code' };
  const access = new op.AccessToken({ ...common, scope });
  access.resourceServer = new op.ResourceServer(ANY, { ...resourceServer(ANY), accessTokenTTL: ask.access_life ?? LIFE });
  const refreshLife = ask.refresh_life ?? 30 * DAY;
  const whole = `openid profile offline_access ${scope}`;
  const refresh = new op.RefreshToken({ ...common, scope: whole, resource: ANY, expiresIn: refreshLife });
  const now = Math.floor(Date.now() / 1000);
  return {
    access_token: await access.save(), refresh_token: await refresh.save(), token_type: 'Bearer', client_id: ask.client, scope: whole,
    issued_at: now, expires_in: access.expiration, expires_at: now + access.expiration, rt_expires_at: now + refreshLife,
  };
}

const tls = { key: readFileSync(`${home}/pki/host/key.pem`), cert: readFileSync(`${home}/pki/host/cert.pem`) };
const issuers = JSON.parse(readFileSync(`${home}/issuers.json`));
// the first port opens last: when it does, all are open
for (const [number, issuer] of [...issuers.entries()].reverse()) {
  const op = provider(number, issuer);
  op.use(async (ctx, next) => {
    if (ctx.method !== 'POST' || ctx.path !== '/lab/mint') return next();
    const chunks = [];
    for await (const chunk of ctx.req) chunks.push(chunk);
    ctx.body = await mint(op, JSON.parse(Buffer.concat(chunks).toString()));
  });
  op.on('server_error', (_ctx, error) => console.log(issuer.provider, error));
  op.on('grant.error', (_ctx, error) => console.log(issuer.provider, error.error, error.error_description, error.error_detail ?? ''));
  await new Promise((done) => createServer(tls, op.callback()).listen(issuer.port, '127.0.0.1', done));
}
