package dev.corridor.ledger;

import java.io.IOException;
import java.io.StringReader;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.xml.sax.SAXException;

/**
 * The structure of an ISO 20022 camt.053.001.08, as far as our statements use it: which element follows which, how long a
 * text may be, what an amount looks like. Our own writing of what the message definition says.
 */
final class Camt053Schema {
    private Camt053Schema() {}

    /** Empty when there are none. */
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
