// SCIMMY on Express with a handful of people. FAULT plants one fault; PORT and KEY say where and for whom.
import express from "express";
import SCIMMY from "scimmy";
import SCIMMYRouters from "scimmy-routers";

const { PORT, KEY, FAULT = "" } = process.env;
const people = [1, 2, 3].map((n) => ({
    id: String(n), userName: `person${n}@contoso.example`, active: true,
    meta: { resourceType: "User" },
}));

SCIMMY.Resources.declare(SCIMMY.Resources.User
    .ingress(() => { throw new Error("this server is only read"); })
    .egress((resource) => {
        if (resource.id) return people.filter((each) => each.id === resource.id);
        if (!resource.filter || FAULT === "filter-ignored") return people;
        return resource.filter.match(people);
    })
    .degress(() => { throw new Error("this server is only read"); }));
if (FAULT !== "no-groups") {
    SCIMMY.Resources.declare(SCIMMY.Resources.Group
        .ingress(() => { throw new Error("this server is only read"); })
        .egress(() => [])
        .degress(() => { throw new Error("this server is only read"); }));
}

const app = express();
if (FAULT === "needs-user-agent") {
    app.use((request, response, next) => request.get("User-Agent") ? next()
        : response.status(403).type("html").send("<!doctype html><title>Request blocked</title>"));
}
if (FAULT === "throttled") app.use((_request, response) => response.status(429).json({ detail: "slow down" }));
if (FAULT === "sign-in") app.use((_request, response) => response.redirect("https://login.example/start"));
if (FAULT === "plain-json") {
    app.use((_request, response, next) => { const type = response.type.bind(response);
        response.type = (kind) => type(kind.includes("scim") ? "application/json" : kind); 
        const set = response.setHeader.bind(response);
        response.setHeader = (name, value) => set(name, String(value).replace("scim+json", "json")); next(); });
}
app.use("/scim/v1", new SCIMMYRouters({
    type: "bearer",
    handler: (request) => {
        if (request.header("Authorization") !== `Bearer ${KEY}`) throw new Error("unknown key");
        return "";
    },
}));
app.listen(Number(PORT), "127.0.0.1", () => console.log("ready"));
