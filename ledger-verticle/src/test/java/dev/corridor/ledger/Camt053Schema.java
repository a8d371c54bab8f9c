package dev.corridor.ledger;

import java.io.IOException;
import java.io.StringReader;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.xml.sax.SAXException;

/**
 * Schema of the part of ISO 20022 camt.053.001.08 that exported statements use: order of elements, lengths of texts and
 * form of amounts. Written for this project after the message definition.
 */
final class Camt053Schema {
    private Camt053Schema() {}

    /** Validates a document. @return the first error, or "" */
    static String problemsOf(String xml) {
        try {
            var factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
            var schema = factory.newSchema(Camt053Schema.class.getResource("/camt.053.001.08-subset.xsd"));
            schema.newValidator().validate(new StreamSource(new StringReader(xml)));
            return "";
        } catch (SAXException invalid) {
            return invalid.getMessage();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
