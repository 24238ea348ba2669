// Reads a JSON list on standard input and answers the hash of each value, for comparison with the server's.
import { hashOf } from "../../../static/js/sealing/canonical.js";

let text = "";
for await (const part of process.stdin.setEncoding("utf8")) text += part;
console.log(JSON.stringify(await Promise.all(JSON.parse(text).map(hashOf))));
