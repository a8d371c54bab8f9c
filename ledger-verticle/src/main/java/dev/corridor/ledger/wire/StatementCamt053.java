package dev.corridor.ledger.wire;

import dev.corridor.kit.value.Money;
import dev.corridor.kit.value.Texts;
import dev.corridor.ledger.domain.account.Direction;
import dev.corridor.ledger.domain.posting.TransferType;
import dev.corridor.ledger.domain.statement.Entry;
import dev.corridor.ledger.domain.statement.Statement;
import java.io.StringWriter;
import java.time.Instant;
import java.util.UUID;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes a statement as ISO 20022 camt.053.001.08, BankToCustomerStatement. An entry that raises the balance is CRDT,
 * whatever the kind of the account. UUIDs are written without dashes, since the schema allows 35 characters.
 */
public final class StatementCamt053 {
    public static final String MEDIA_TYPE = "application/xml; charset=utf-8";
    public static final String NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08";

    private static final int NAME_CHARACTERS_MAX = 70;

    private final Statement statement;
    private final Instant createdAt;
    private final XMLStreamWriter xml;

    private StatementCamt053(Statement statement, Instant createdAt, XMLStreamWriter xml) {
        this.statement = statement;
        this.createdAt = createdAt;
        this.xml = xml;
    }

    /** @param messageId id of the message, new for each document */
    public static String of(Statement statement, UUID messageId, Instant createdAt) {
        var text = new StringWriter();
        try {
            var xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            new StatementCamt053(statement, createdAt, xml).write(messageId);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("statement cannot be written as XML", e);
        }
        return text.toString();
    }

    private void write(UUID messageId) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("Document");
        xml.writeDefaultNamespace(NAMESPACE);
        xml.writeStartElement("BkToCstmrStmt");
        xml.writeStartElement("GrpHdr");
        text("MsgId", short35(messageId));
        text("CreDtTm", createdAt.toString());
        xml.writeEndElement();
        statement(messageId);
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void statement(UUID messageId) throws XMLStreamException {
        xml.writeStartElement("Stmt");
        text("Id", short35(messageId));
        text("CreDtTm", createdAt.toString());
        xml.writeStartElement("FrToDt");
        text("FrDtTm", statement.from().toString());
        text("ToDtTm", statement.to().toString());
        xml.writeEndElement();
        account();
        balance("OPBD", statement.opening(), statement.from());
        balance("CLBD", statement.closing(), statement.to());
        for (var entry : statement.entries()) {
            entry(entry);
        }
        xml.writeEndElement();
    }

    private void account() throws XMLStreamException {
        var account = statement.account().account();
        xml.writeStartElement("Acct");
        xml.writeStartElement("Id");
        xml.writeStartElement("Othr");
        text("Id", short35(account.id()));
        xml.writeEndElement();
        xml.writeEndElement();
        text("Ccy", account.currency().code());
        text("Nm", atMost70(account.spec().code() + " of " + account.owner()));
        xml.writeEndElement();
    }

    private void balance(String type, Money balance, Instant at) throws XMLStreamException {
        xml.writeStartElement("Bal");
        xml.writeStartElement("Tp");
        xml.writeStartElement("CdOrPrtry");
        text("Cd", type);
        xml.writeEndElement();
        xml.writeEndElement();
        amount(balance);
        text("CdtDbtInd", balance.minorUnits() < 0 ? "DBIT" : "CRDT");
        time("Dt", at);
        xml.writeEndElement();
    }

    private void entry(Entry entry) throws XMLStreamException {
        xml.writeStartElement("Ntry");
        text("NtryRef", short35(entry.transferId()));
        amount(entry.amount());
        text("CdtDbtInd", raises(entry) ? "CRDT" : "DBIT");
        if (entry.type() == TransferType.REVERSAL) {
            text("RvslInd", "true");
        }
        xml.writeStartElement("Sts");
        text("Cd", "BOOK");
        xml.writeEndElement();
        time("BookgDt", entry.bookedAt());
        time("ValDt", entry.effectiveAt());
        text("AcctSvcrRef", short35(entry.postingId()));
        xml.writeStartElement("BkTxCd");
        xml.writeStartElement("Prtry");
        text("Cd", entry.code());
        xml.writeEndElement();
        xml.writeEndElement();
        if (!entry.reference().isEmpty()) {
            details(entry);
        }
        xml.writeEndElement();
    }

    private void details(Entry entry) throws XMLStreamException {
        xml.writeStartElement("NtryDtls");
        xml.writeStartElement("TxDtls");
        xml.writeStartElement("RmtInf");
        text("Ustrd", entry.reference());
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private boolean raises(Entry entry) {
        Direction normalSide = statement.account().account().spec().kind().normalSide();
        return entry.direction() == normalSide;
    }

    /** Writes the absolute amount; element CdtDbtInd has the direction. */
    private void amount(Money amount) throws XMLStreamException {
        xml.writeStartElement("Amt");
        xml.writeAttribute("Ccy", amount.currency().code());
        xml.writeCharacters(amount.toDecimal().abs().toPlainString());
        xml.writeEndElement();
    }

    private void time(String element, Instant at) throws XMLStreamException {
        xml.writeStartElement(element);
        text("DtTm", at.toString());
        xml.writeEndElement();
    }

    private void text(String element, String text) throws XMLStreamException {
        xml.writeStartElement(element);
        // XML cannot hold every character; a document that is not well-formed would lose all entries to its reader.
        xml.writeCharacters(Texts.portable(text));
        xml.writeEndElement();
    }

    private static String atMost70(String name) {
        return name.length() <= NAME_CHARACTERS_MAX ? name : name.substring(0, NAME_CHARACTERS_MAX);
    }

    private static String short35(UUID id) {
        return id.toString().replace("-", "");
    }
}
