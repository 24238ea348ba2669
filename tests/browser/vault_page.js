// What a page can ask of the vault, put where a test finds it. Bundled by test_vault.py as the application's own scripts are.
import * as client from "../../static/js/vault/client.js";
import { openMeta, openStores } from "../../static/js/vault/db.js";
import * as passkey from "../../static/js/vault/passkey.js";
import * as sending from "../../static/js/vault/sending.js";
import { toBase64 } from "../../static/js/sealing/bytes.js";
import { newPair, sealTo } from "../../static/js/sealing/letters.js";
import { packContext } from "../../static/js/vault/contexts.js";

globalThis.tablet = { ...client, ...passkey, ...sending, openMeta, openStores, newPair, sealTo, packContext, toBase64 };
