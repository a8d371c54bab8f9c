package dev.corridor.edge.portal;

import java.util.List;

/** Layout that all pages of the portal share: head, navigation and footer. */
final class PageLayout {
    private final String template = PageFile.text("portal/pages/layout.html").orElseThrow();

    /**
     * Renders a page.
     *
     * @param name of the page, which the navigation marks
     * @param title plain text
     * @param main HTML
     * @param scripts modules in assets/, besides the one that every page has
     */
    String render(String name, String title, String main, List<String> scripts) {
        var tags = new StringBuilder();
        scripts.forEach(script -> tags.append("<script type=\"module\" src=\"/portal/assets/")
                .append(script)
                .append("\"></script>\n"));
        return template.replace(
                        "href=\"/portal/" + path(name) + "\" data-nav",
                        "href=\"/portal/" + path(name) + "\" aria-current=\"page\" data-nav")
                .replace("{{title}}", escaped(title))
                .replace("{{scripts}}", tags)
                .replace("{{main}}", main);
    }

    private static String path(String name) {
        return name.equals("apis") ? "" : name.replaceFirst("/.*", "");
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
