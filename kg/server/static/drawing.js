"use strict";
// Draws the graph: where its nodes lie, and what colour, shape, dash and width mean. Knows nothing of the panel.

// Okabe and Ito's colours, told apart with any colour vision; the last four are Tol's ("muted"), for channels of
// a user's own. A channel that is not named here takes the next colour that is free.
const CHANNEL_COLOURS = {
  supply: "#0072b2", ownership: "#009e73", competition: "#d55e00", policy: "#cc79a7",
  finance: "#e69f00", technology: "#56b4e9", people: "#882255", place: "#999933",
};
const MORE_COLOURS = ["#332288", "#44aa99", "#aa4499", "#117733"];
const ENDED_COLOUR = "#9aa3ac";
const DASHES = {planned: "9 4", possible: "4 4", rumoured: "0.1 6", denied: "0.1 12"};
const DOTTED = new Set(["rumoured", "denied"]);

// Tol's "light" colours; shape and colour together tell a type, and either alone nearly does.
const TYPE_LOOKS = {
  Company: ["circle", "#77aadd"], Government: ["square", "#ee8866"], Agency: ["pentagon", "#ffaabb"],
  Organization: ["hexagon", "#44bb99"], Person: ["up", "#eedd88"], Product: ["diamond", "#bbcc33"],
  Facility: ["down", "#aaaa00"], Place: ["plus", "#dddddd"], Exchange: ["octagon", "#99ddff"],
  Sector: ["star", "#dddddd"], Group: ["star", "#77aadd"], Event: ["star", "#ee8866"],
};
const OTHER_LOOK = ["circle", "#dddddd"];
const CORNERS = {square: [4, 45], diamond: [4, 0], up: [3, 0], down: [3, 180], pentagon: [5, 0], hexagon: [6, 0], octagon: [8, 22.5]};

const SIZE = 1000; // side of the square that the layout fills before it is fitted to the window
const TICKS = 300;
const GAP = 14; // least room between two nodes, where the layout can give it
const LABEL = 12; // pixels on the screen, whatever the zoom

function channelColours(channels) {
  const free = MORE_COLOURS.slice();
  return new Map(channels.map((name, at) => [
    name, Object.hasOwn(CHANNEL_COLOURS, name) ? CHANNEL_COLOURS[name] : free.shift() || MORE_COLOURS[at % MORE_COLOURS.length],
  ]));
}

function lookOf(type) {
  return Object.hasOwn(TYPE_LOOKS, type) ? TYPE_LOOKS[type] : OTHER_LOOK;
}

function shapePath(shape, radius) {
  if (shape === "circle") {
    return `M${-radius},0a${radius},${radius} 0 1,0 ${2 * radius},0a${radius},${radius} 0 1,0 ${-2 * radius},0Z`;
  }
  if (shape === "plus") {
    const [far, near] = [radius * 1.05, radius * 0.42];
    return `M${-near},${-far}H${near}V${-near}H${far}V${near}H${near}V${far}H${-near}V${near}H${-far}V${-near}H${-near}Z`;
  }
  const star = shape === "star";
  const [corners, turn] = star ? [10, 0] : CORNERS[shape];
  const points = d3.range(corners).map(at => {
    const angle = (turn + at * 360 / corners - 90) * Math.PI / 180;
    const reach = radius * (star ? (at % 2 ? 0.6 : 1.3) : 1.18);
    return `${(Math.cos(angle) * reach).toFixed(2)},${(Math.sin(angle) * reach).toFixed(2)}`;
  });
  return `M${points.join("L")}Z`;
}

function radiusOf(degree) {
  return 6 + Math.min(10, 1.8 * Math.sqrt(degree));
}

// Positions follow from the data alone: nodes start on a sunflower's spiral, the best connected in the middle.
function layOut(nodes, edges, focus) {
  const ranked = nodes.slice().sort((a, b) => (b.id === focus) - (a.id === focus) || b.degree - a.degree || (a.id < b.id ? -1 : 1));
  ranked.forEach((node, at) => {
    const [angle, reach] = [at * 2.399963, 26 * Math.sqrt(at)];
    node.x = node.px = SIZE / 2 + reach * Math.cos(angle);
    node.y = node.py = SIZE / 2 + reach * Math.sin(angle);
    node.fixed = node.id === focus;
  });
  const force = d3.layout.force().size([SIZE, SIZE]).nodes(nodes).links(edges)
    .linkDistance(edge => 70 + 4 * Math.min(edge.source.degree, edge.target.degree))
    .linkStrength(0.5).charge(node => -260 - 40 * Math.sqrt(node.degree)).gravity(0.09).start();
  for (let tick = 0; tick < TICKS && force.alpha() > 0; tick += 1) {
    force.tick();
    keepApart(nodes);
  }
  force.stop();
  nodes.forEach(node => { node.fixed = false; });
}

// From left to right, each node is held against those that begin before its reach ends.
function keepApart(nodes) {
  const row = nodes.slice().sort((a, b) => a.x - b.x || (a.id < b.id ? -1 : 1));
  const reach = 2 * d3.max(row, node => node.radius) + GAP;
  for (let i = 0; i < row.length; i += 1) {
    for (let j = i + 1; j < row.length && row[j].x - row[i].x < reach; j += 1) {
      const [a, b] = [row[i], row[j]];
      const [dx, dy] = [b.x - a.x || 0.01, b.y - a.y];
      const [apart, wanted] = [Math.hypot(dx, dy), a.radius + b.radius + GAP];
      if (apart < wanted) {
        const push = (wanted - apart) / apart / 4;
        if (!a.fixed) { a.x -= dx * push; a.y -= dy * push; }
        if (!b.fixed) { b.x += dx * push; b.y += dy * push; }
      }
    }
  }
}

// Edges between the same two nodes are bent apart, each by its place among them.
function bendEdges(edges) {
  const between = d3.nest().key(edge => [edge.source.id, edge.target.id].sort().join("\n")).entries(edges);
  between.forEach(({values}) => values.forEach((edge, at) => {
    const side = edge.source.id < edge.target.id ? 1 : -1;
    edge.bend = side * (at - (values.length - 1) / 2) * 34;
  }));
}

function edgePath(edge) {
  const {source: a, target: b} = edge;
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = Math.hypot(dx, dy) || 1;
  const middle = {x: (a.x + b.x) / 2 - dy / length * edge.bend, y: (a.y + b.y) / 2 + dx / length * edge.bend};
  const [from, to] = [rim(a, middle, 2), rim(b, middle, edge.symmetric ? 2 : 4)];
  return `M${from.x},${from.y}Q${middle.x},${middle.y} ${to.x},${to.y}`;
}

function rim(node, towards, gap) {
  const [dx, dy] = [towards.x - node.x, towards.y - node.y];
  const share = (node.radius + gap) / (Math.hypot(dx, dy) || 1);
  return {x: node.x + dx * share, y: node.y + dy * share};
}

function strokeOf(edge, colours) {
  return edge.status === "ended" ? ENDED_COLOUR : colours.get(edge.channel);
}

function styleStroke(path, status, colour, width) {
  path.attr({stroke: colour, "stroke-width": width, "stroke-dasharray": DASHES[status] || null,
    "stroke-linecap": DOTTED.has(status) ? "round" : "butt"});
}

function widthOf(belief) {
  return 1.8 + 2.7 * belief;
}

/** Draws nodes and edges; `choose(kind, id)` is told what is clicked, or null and null for the ground. */
function makeDrawing({box, nodes, edges, focus, colours, choose}) {
  nodes.forEach(node => { node.radius = radiusOf(node.degree); });
  layOut(nodes, edges, focus);
  bendEdges(edges);

  const svg = d3.select(box).append("svg").attr({role: "img", "aria-label": "Drawing of the graph; the lists beside it tell the same"});
  const tips = svg.append("defs").selectAll("marker").data([...new Set([...colours.values(), ENDED_COLOUR])]).enter().append("marker")
    .attr({id: colour => `tip${colour.slice(1)}`, viewBox: "0 0 10 10", refX: 8, refY: 5, orient: "auto",
      markerUnits: "userSpaceOnUse", markerWidth: 11, markerHeight: 11});
  tips.append("path").attr({d: "M0,1L10,5L0,9Z", fill: String});
  const stage = svg.append("g");

  const edge = stage.append("g").selectAll("g").data(edges).enter().append("g").attr("class", "edge")
    .on("click", item => { d3.event.stopPropagation(); choose("relation", item.id); });
  edge.append("title").text(item => item.sentence);
  edge.append("path").attr("class", "reach");
  edge.append("path").attr({class: "glow", "stroke-width": item => widthOf(item.belief) + 7});
  edge.append("path").attr("class", "stroke").attr("stroke-opacity", 0.85).each(function (item) {
    const colour = strokeOf(item, colours);
    styleStroke(d3.select(this), item.status, colour, widthOf(item.belief));
    d3.select(this).attr("marker-end", item.symmetric ? null : `url(#tip${colour.slice(1)})`);
  });

  const node = stage.append("g").selectAll("g").data(nodes).enter().append("g")
    .attr("class", "node").classed("focus", item => item.id === focus)
    .on("click", item => {
      if (!d3.event.defaultPrevented) { d3.event.stopPropagation(); choose("entity", item.id); }
    });
  node.append("title").text(item => `${item.name} (${item.type})`);
  node.append("path").attr({d: item => shapePath(lookOf(item.type)[0], item.radius), fill: item => lookOf(item.type)[1]});
  const labelled = [];
  const label = stage.append("g").selectAll("text").data(nodes).enter().append("text")
    .attr({class: "label", "font-size": LABEL}).classed("focus", item => item.id === focus)
    .text(item => item.name.length > 34 ? `${item.name.slice(0, 33)}…` : item.name)
    .each(function (item) { labelled.push({item, text: d3.select(this), half: this.getComputedTextLength() / 2 + 3}); });

  const zoom = d3.behavior.zoom().scaleExtent([0.1, 6]).on("zoom", () => {
    stage.attr("transform", `translate(${zoom.translate()})scale(${zoom.scale()})`);
    placeLabels();
  });
  svg.call(zoom).on("dblclick.zoom", null).on("click", () => { if (!d3.event.defaultPrevented) choose(null, null); });
  node.call(d3.behavior.drag().origin(item => item)
    .on("dragstart", () => d3.event.sourceEvent.stopPropagation())
    .on("drag", item => { item.x = d3.event.x; item.y = d3.event.y; place(); placeLabels(); }));

  function place() {
    edge.selectAll(".reach, .glow, .stroke").attr("d", edgePath);
    node.attr("transform", item => `translate(${item.x},${item.y})`);
  }

  // The names of the most connected come first; a name that would lie on another waits until there is room.
  function placeLabels() {
    const scale = zoom.scale();
    const taken = [];
    const first = item => (item.chosen ? 2e6 : 0) + (item.id === focus ? 1e6 : 0) + (item.dim ? 0 : 1e3) + item.degree;
    labelled.sort((a, b) => first(b.item) - first(a.item) || (a.item.id < b.item.id ? -1 : 1));
    for (const {item, text, half} of labelled) {
      const below = item.radius * scale * 1.15 + 3;
      const at = {left: item.x * scale - half, right: item.x * scale + half, top: item.y * scale + below, foot: item.y * scale + below + LABEL + 2};
      const shown = !item.gone && !taken.some(other =>
        at.left < other.right && other.left < at.right && at.top < other.foot && other.top < at.foot);
      if (shown) taken.push(at);
      text.classed("hidden", !shown)
        .attr({x: item.x, y: item.y + item.radius * 1.15 + (LABEL + 2) / scale, "font-size": LABEL / scale});
    }
  }

  function fit() {
    const [wide, high] = [box.clientWidth || SIZE, box.clientHeight || SIZE];
    const seen = nodes.filter(item => !item.gone);
    if (!seen.length) return;
    const [left, right] = d3.extent(seen, item => item.x);
    const [top, foot] = d3.extent(seen, item => item.y);
    const scale = Math.min(1.3, (wide - 130) / (right - left + 1), (high - 90) / (foot - top + 1));
    const middle = [(left + right) / 2, (top + foot) / 2];
    zoom.scale(scale).translate([wide / 2 - middle[0] * scale, high / 2 - middle[1] * scale]).event(svg);
  }

  function zoomBy(factor) {
    const [wide, high] = [box.clientWidth, box.clientHeight];
    const scale = Math.max(0.1, Math.min(6, zoom.scale() * factor));
    const change = scale / zoom.scale();
    const [x, y] = zoom.translate();
    zoom.scale(scale).translate([wide / 2 - (wide / 2 - x) * change, high / 2 - (high / 2 - y) * change]).event(svg);
  }

  function refresh() {
    for (const drawn of [edge, node, label]) {
      drawn.classed({gone: item => item.gone, dim: item => item.dim, chosen: item => item.chosen});
    }
    placeLabels();
  }

  place();
  fit();
  return {refresh, fit, zoomBy};
}
