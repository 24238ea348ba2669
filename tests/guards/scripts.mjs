// Reads every script below a folder and says, as JSON, what test_scripts.py judges: functions, imports, and what goes unused.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { parse } from "acorn";
import * as walk from "acorn-walk";

const [root] = process.argv.slice(2);

/** Every script below a folder, by its path there. */
function scripts(folder) {
  const found = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return found.filter((name) => name.endsWith(".js")).sort();
}

/** The lines of each function less those of the functions inside it. */
function functions(tree) {
  const all = [];
  walk.full(tree, (node) => {
    if (/Function/.test(node.type)) all.push(node);
  });
  const inside = (inner, outer) => inner !== outer && inner.start >= outer.start && inner.end <= outer.end;
  return all.map((one) => {
    const within = all.filter((other) => inside(other, one));
    const next = within.filter((inner) => !within.some((between) => inside(inner, between)));
    const lines = ({ loc }) => loc.end.line - loc.start.line;
    return { line: one.loc.start.line, own: lines(one) + 1 - next.reduce((sum, inner) => sum + lines(inner), 0) };
  });
}

/** What it exports by name, and from where it takes what: "*" stands for all of it, as a dynamic import does. */
function ports(tree, name) {
  const from = ({ value }) => (value.startsWith(".") ? relative(root, join(root, dirname(name), value)) : value);
  const exported = [];
  const taken = [];
  const take = (source, names, lazy = false) => {
    for (const one of names) taken.push({ from: from(source), name: one, lazy });
  };
  walk.simple(tree, {
    ImportExpression: ({ source }) => take(source, ["*"], true),
    ImportDeclaration: ({ source, specifiers }) =>
      take(
        source,
        specifiers.map(({ imported }) => imported?.name ?? "*"),
      ),
    ExportNamedDeclaration({ source, specifiers, declaration }) {
      if (source)
        take(
          source,
          specifiers.map(({ local }) => local.name),
        );
      exported.push(...specifiers.map((one) => one.exported.name), ...declared(declaration));
    },
  });
  return { exported, taken };
}

/** The names a declaration makes. */
function declared(declaration) {
  if (!declaration) return [];
  const patterns = declaration.declarations?.map((one) => one.id) ?? [declaration.id];
  return patterns.flatMap((one) => one.properties?.map(({ value }) => value.name) ?? [one.name]);
}

const said = {};
for (const name of scripts(root)) {
  const tree = parse(readFileSync(join(root, name), "utf8"), {
    ecmaVersion: "latest",
    sourceType: "module",
    locations: true,
  });
  said[name] = { functions: functions(tree), ...ports(tree, name) };
}
process.stdout.write(JSON.stringify(said));
