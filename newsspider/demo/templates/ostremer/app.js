"use strict";

// Writes the paper's pages in the reader's browser, from what its API answers.

/** Milliseconds that a skeleton stands before the rest is asked for. */
const PAUSE = 150;

const app = document.getElementById("app");

async function getJson(path) {
  const answer = await fetch(path, { headers: { accept: "application/json" } });
  if (!answer.ok) throw Object.assign(new Error(path), { status: answer.status });
  return answer.json();
}

function pause() {
  return new Promise((done) => setTimeout(done, PAUSE));
}

function make(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function anchor(link, attributes = {}) {
  return make("a", { href: link.path, ...attributes }, link.label);
}

// The head of the document

function addMeta(kind, name, content) {
  if (content) document.head.append(make("meta", { [kind]: name, content }));
}

function addCanonical(path) {
  document.head.append(make("link", { rel: "canonical", href: location.origin + path }));
}

function newsArticle(story) {
  return {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    mainEntityOfPage: location.origin + story.path,
    headline: story.headline,
    datePublished: story.stamps.out,
    dateModified: story.stamps.changed ?? undefined,
    author: story.signatures.map((name) => ({ "@type": "Person", name })),
    articleSection: story.labels.map((label) => label.label),
    image: [location.origin + story.picture],
  };
}

function describe(story, site) {
  document.title = `${story.headline} - ${site.name}`;
  addCanonical(story.path);
  addMeta("name", "description", story.standfirst);
  addMeta("property", "og:type", "article");
  addMeta("property", "og:title", story.headline);
  addMeta("property", "og:image", location.origin + story.picture);
  const data = make("script", { type: "application/ld+json" }, JSON.stringify(newsArticle(story)));
  document.head.append(data);
}

// What stands on every page

function frame(site) {
  const menu = make("nav", { class: "menu" }, ...site.menu.map((link) => anchor(link)));
  const brand = anchor({ path: "/", label: site.name }, { class: "brand" });
  const main = make("main", {}, skeleton());
  const popular = make("aside", {}, make("h3", {}, "Les plus lus"), linkList(site.popular));
  const foot = make("footer", {}, ...site.foot.flatMap((link) => [anchor(link), " "]));
  app.replaceChildren(
    make("header", { class: "head" }, brand, menu),
    make("div", { class: "page" }, main, popular),
    foot,
    cookieBar(),
  );
  return main;
}

function cookieBar() {
  const close = make("button", { type: "button" }, "Fermer");
  const bar = make("div", { class: "cookies" }, "Ce site compte ses visiteurs. ", close);
  close.addEventListener("click", () => bar.remove());
  return bar;
}

function linkList(cards) {
  const links = cards.map((card) => anchor({ path: card.path, label: card.headline }));
  return make("ul", {}, ...links.map((link) => make("li", {}, link)));
}

function skeleton() {
  return make("p", { class: "skeleton", "aria-busy": "true" }, "Chargement…");
}

// Lists

function cardOf(card) {
  return make(
    "div",
    { class: "card" },
    make("span", { class: "label" }, card.label),
    make("h2", {}, anchor({ path: card.path, label: card.headline })),
    make("p", {}, card.standfirst),
    make("time", { datetime: card.day }, card.date),
  );
}

async function writeList(main, site, path) {
  const list = await getJson(path);
  document.title = list.heading === site.name ? site.name : `${list.heading} - ${site.name}`;
  addMeta("property", "og:type", "website");
  const waiting = skeleton();
  main.replaceChildren(make("h1", {}, list.heading), waiting);
  await pause();
  const { cards } = await getJson(list.cards);
  waiting.replaceWith(...cards.map(cardOf));
  const more = { path: list.next, label: "Voir plus" };
  if (list.next) main.append(anchor(more, { class: "more", rel: "next" }));
}

// Stories

const CLOCK = new Intl.DateTimeFormat("fr-FR", {
  dateStyle: "long",
  timeStyle: "short",
  timeZone: "Europe/Paris",
});

function timeOf(stamp) {
  return make("time", { datetime: stamp }, CLOCK.format(new Date(stamp)));
}

function byline(story) {
  const names = story.signatures.map((name) => make("a", { href: "#", rel: "author" }, name));
  const joined = names.flatMap((name, at) => (at ? [" et ", name] : [name]));
  const { out, changed } = story.stamps;
  const line = make("div", { class: "byline" }, "Par ", ...joined, " · ", timeOf(out));
  if (changed) line.append(" · Mis à jour le ", timeOf(changed));
  return line;
}

function tools() {
  const labels = ["Partager", "Copier le lien", "Imprimer"];
  const buttons = labels.map((label) => make("button", { type: "button" }, label));
  return make("div", { class: "tools" }, ...buttons);
}

function cover(story, site) {
  const picture = make("img", { src: story.picture, alt: "", width: "320", height: "180" });
  return make("figure", {}, picture, make("figcaption", {}, `Photo : ${site.name}`));
}

function inline([text, mark]) {
  if (mark === "") return text;
  return mark === "strong" ? make("strong", {}, text) : make("a", { href: mark }, text);
}

const FORMS = {
  paragraph: (runs) => make("p", {}, ...runs),
  heading: (runs) => make("h2", {}, ...runs),
  quote: (runs) => make("blockquote", {}, make("p", {}, ...runs)),
  list_item: (runs) => make("li", {}, ...runs),
};

function bodyOf(blocks) {
  const body = [];
  for (const [kind, runs] of blocks) {
    const block = FORMS[kind](runs.map(inline));
    if (kind !== "list_item") body.push(block);
    else if (body.at(-1)?.tagName === "UL") body.at(-1).append(block);
    else body.push(make("ul", {}, block));
  }
  return body;
}

function related(story) {
  const more = make("button", { type: "button" }, "Voir plus");
  const heading = make("h3", {}, "Articles liés");
  return make("section", { class: "box" }, heading, linkList(story.beside), more);
}

function topics(story) {
  const links = story.keywords.map((word) => make("a", { href: "#", rel: "tag" }, word));
  return make("div", { class: "topics" }, ...links.flatMap((link) => [link, " "]));
}

async function writeStory(main, site, path) {
  const story = await getJson(path);
  describe(story, site);
  const labels = story.labels.map((label) => anchor(label, { class: "label" }));
  const text = make("div", { class: "text" }, skeleton());
  const article = make(
    "article",
    {},
    make("div", { class: "labels" }, ...labels),
    make("h1", {}, story.headline),
    make("p", { class: "standfirst" }, story.standfirst),
    byline(story),
    tools(),
    cover(story, site),
    text,
    topics(story),
  );
  main.replaceChildren(article, related(story), make("a", { href: "#app" }, "Haut de page"));
  await pause();
  const chunks = await Promise.all(story.chunks.map(getJson));
  text.replaceChildren(...bodyOf(chunks.flat()));
}

// Other pages

async function writeNotice(main, site, path) {
  const notice = await getJson(path);
  document.title = `${notice.heading} - ${site.name}`;
  main.replaceChildren(make("h1", {}, notice.heading), ...bodyOf(notice.blocks));
}

function writeFailure(main, site, error) {
  const isMissing = error.status === 404;
  const heading = isMissing ? "Page introuvable" : "Une erreur est survenue";
  const advice = isMissing ? "La page demandée n'existe pas." : "Réessayez dans un instant.";
  document.title = `${heading} - ${site.name}`;
  addMeta("name", "robots", "noindex");
  const home = anchor({ path: "/", label: "Retour à l'accueil" });
  main.replaceChildren(make("h1", {}, heading), make("p", {}, advice), home);
}

/** What writes the page under the reader's address, and what it asks the API for. */
function route() {
  const [, kind, name = ""] = location.pathname.split("/");
  const page = new URLSearchParams(location.search).get("page") ?? "1";
  if (kind === "article") return [writeStory, `/api/stories/${parseInt(name, 10)}.json`];
  if (kind === "infos") return [writeNotice, `/api/notices/${name}.json`];
  return [writeList, `/api/lists/${name || "une"}/${page}.json`];
}

async function start() {
  app.replaceChildren(skeleton());
  const site = await getJson("/api/site.json");
  const main = frame(site);
  const [write, path] = route();
  try {
    await write(main, site, path);
  } catch (error) {
    writeFailure(main, site, error);
  }
}

start();
