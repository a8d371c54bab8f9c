package dev.corridor.edge.portal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Catalogue of the portal's pages: those with scripts of their own, and those rendered from Markdown. */
final class PageCatalogue {

    /** Page whose content is the fragment {@code portal/pages/<name>.html}, and whose script is {@code assets/<name>-page.js}. */
    private record Scripted(String name, String title) {}

    private static final List<Scripted> SCRIPTED = List.of(
            new Scripted("apis", "APIs"),
            new Scripted("reference", "API reference"),
            new Scripted("graphiql", "GraphiQL"),
            new Scripted("plans", "Plans"),
            new Scripted("applications", "Applications"),
            new Scripted("usage", "Usage and invoices"),
            new Scripted("analytics", "Analytics"),
            new Scripted("sign-up", "Create an account"));

    /** Documents in the order of the index; those that a build does not have are left out. */
    private static final List<String> DOCUMENTS = List.of(
            "guides/app-developer",
            "guides/trader",
            "guides/partner",
            "guides/finance",
            "guides/operator",
            "transports",
            "api-config",
            "sdk",
            "wso2",
            "errors",
            "performance",
            "glossary");

    private PageCatalogue() {}

    static Map<String, PageFile> read(PageLayout layout) {
        var pages = new HashMap<String, PageFile>();
        for (Scripted page : SCRIPTED) {
            String main = PageFile.text("portal/pages/" + page.name + ".html").orElseThrow();
            pages.put(
                    page.name,
                    PageFile.html(layout.render(page.name, page.title, main, List.of(page.name + "-page.js"))));
        }
        var index = new StringBuilder("<h1>Guides</h1>\n<ul class=\"cards\">\n");
        for (String document : DOCUMENTS) {
            PageFile.text("portal/docs/" + document + ".md").ifPresent(text -> {
                String name = document.substring(document.lastIndexOf('/') + 1);
                var guide = MarkdownPage.of(text);
                pages.put("guides/" + name, page(layout, "guides/" + name, guide));
                index.append("<li><h2><a href=\"/portal/guides/%s\">%s</a></h2><p>%s</p></li>\n"
                        .formatted(name, PageLayout.escaped(guide.title()), PageLayout.escaped(guide.summary())));
            });
        }
        pages.put(
                "guides",
                PageFile.html(
                        layout.render("guides", "Guides", index.append("</ul>").toString(), List.of())));
        PageFile.text("portal/CHANGELOG.md")
                .ifPresent(text -> pages.put("changelog", page(layout, "changelog", MarkdownPage.of(text))));
        return Map.copyOf(pages);
    }

    private static PageFile page(PageLayout layout, String name, MarkdownPage guide) {
        return PageFile.html(layout.render(
                name, guide.title(), "<article class=\"prose\">" + guide.html() + "</article>", List.of()));
    }
}
