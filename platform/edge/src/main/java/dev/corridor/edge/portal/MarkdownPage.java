package dev.corridor.edge.portal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** Page that is rendered from a Markdown document. Links to other documents lead to their pages; those into the source end here. */
record MarkdownPage(String title, String summary, String html) {
    private static final List<Extension> EXTENSIONS =
            List.of(TablesExtension.create(), HeadingAnchorExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .escapeHtml(true)
            .sanitizeUrls(true)
            // A block that scrolls must be reachable with the keyboard.
            .attributeProviderFactory(context -> (node, tag, attributes) -> focusable(tag, attributes))
            .build();

    private static final int SUMMARY_MAX = 200;

    static MarkdownPage of(String text) {
        Node document = PARSER.parse(text);
        var links = new ArrayList<Link>();
        var title = new StringBuilder();
        var summary = new StringBuilder();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                links.add(link);
                visitChildren(link);
            }

            @Override
            public void visit(Heading heading) {
                if (title.isEmpty()) {
                    title.append(plain(heading));
                }
                visitChildren(heading);
            }

            @Override
            public void visit(Paragraph paragraph) {
                if (summary.isEmpty()) {
                    summary.append(plain(paragraph));
                }
                visitChildren(paragraph);
            }
        });
        links.forEach(MarkdownPage::resolve);
        return new MarkdownPage(title.toString(), shortened(summary.toString()), RENDERER.render(document));
    }

    private static void focusable(String tag, Map<String, String> attributes) {
        if (tag.equals("pre") || tag.equals("table")) {
            attributes.put("tabindex", "0");
        }
    }

    private static void resolve(Link link) {
        String target = link.getDestination();
        if (target.contains("://") || target.startsWith("#")) {
            return;
        }
        if (target.matches("[\\w./-]+\\.md(#.*)?") && !target.contains("adr/")) {
            String file = target.replaceFirst("#.*", "").replaceFirst(".*/", "").replace(".md", "");
            String anchor = target.contains("#") ? target.substring(target.indexOf('#')) : "";
            link.setDestination(file.equals("CHANGELOG") ? "/portal/changelog" : "/portal/guides/" + file + anchor);
        } else if (!target.startsWith("/portal/")) {
            unlink(link);
        }
    }

    /** Leaves the words of a link to a file that the portal does not have. */
    private static void unlink(Link link) {
        Node child = link.getFirstChild();
        while (child != null) {
            Node next = child.getNext();
            link.insertBefore(child);
            child = next;
        }
        link.unlink();
    }

    private static String plain(Node node) {
        var text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(Code code) {
                text.append(code.getLiteral());
            }

            @Override
            public void visit(SoftLineBreak lineBreak) {
                text.append(' ');
            }
        });
        return text.toString();
    }

    private static String shortened(String text) {
        return text.length() <= SUMMARY_MAX ? text : text.substring(0, text.lastIndexOf(' ', SUMMARY_MAX)) + " …";
    }
}
