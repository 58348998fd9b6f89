//! What a file says of itself, so that a printing house takes it: boxes, output intent, metadata, identifier (ISO 15930-7,
//! clause 6). In: a document. Out: the same, without what no press can print, and declared as PDF/X-4.

use super::press::Press;
use crate::model::{House, Metadata};
use lopdf::{Dictionary, Document, Error, Object, Stream, StringFormat, decode_text_string, dictionary};
use quick_xml::escape::escape;
use uuid::Uuid;

/// What a page may hold in a file for a press.
const OF_PAGE: [&[u8]; 9] = [
    b"Type",
    b"Parent",
    b"Resources",
    b"Contents",
    b"MediaBox",
    b"TrimBox",
    b"BleedBox",
    b"Rotate",
    b"Group",
];

/// What the catalog may hold.
const OF_CATALOG: [&[u8]; 5] = [b"Type", b"Pages", b"Lang", b"PageLabels", b"ViewerPreferences"];

/// Stands where the identifier of the finished bytes will.
const UNKNOWN: Uuid = Uuid::nil();

/// Takes away links, outlines and all else that acts on a reader of the screen; gives each page its boxes.
pub fn strip(document: &mut Document) -> Result<(), Error> {
    keep(document.catalog_mut()?, &OF_CATALOG);
    for page in document.page_iter().collect::<Vec<_>>() {
        let page = document.get_dictionary_mut(page)?;
        keep(page, &OF_PAGE);
        // What reaches into the bleed reaches to the edge of the sheet; marks make the sheet larger.
        let bleed = page.get(b"MediaBox")?.clone();
        page.set("BleedBox", bleed);
    }
    Ok(())
}

fn keep(dictionary: &mut Dictionary, keys: &[&[u8]]) {
    let others: Vec<Vec<u8>> = dictionary.iter().map(|(key, _)| key.clone()).collect();
    for key in others.iter().filter(|key| !keys.contains(&key.as_slice())) {
        dictionary.remove(key);
    }
}

/// Says of a document what PDF/X-4 asks for.
pub fn declare(
    document: &mut Document,
    press: &Press,
    house: &House,
    metadata: &Metadata,
) -> Result<(), Error> {
    let profile = dictionary! { "N" => 4, "Filter" => "FlateDecode" };
    let profile = document.add_object(Stream::new(profile, press.deflated.clone()));
    let intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFX",
        "OutputConditionIdentifier" => lopdf::text_string(&press.identifier),
        "Info" => lopdf::text_string(&press.description),
        "DestOutputProfile" => profile,
    };
    let intent = match press.registry {
        Some(registry) => dictionary_with(intent, "RegistryName", lopdf::text_string(registry)),
        None => intent,
    };
    let document_id = identifier(house, metadata);
    let producer = format!("Diptych {}", env!("CARGO_PKG_VERSION"));
    let info = document.trailer.get(b"Info").and_then(Object::as_reference)?;
    let info = document.get_dictionary_mut(info)?;
    info.set("Trapped", Object::Name(b"False".to_vec()));
    info.set("Producer", lopdf::text_string(&producer));
    let packet = packet(info, metadata, document_id);
    let packet = Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, packet.into_bytes());
    let packet = document.add_object(packet.with_compression(false));
    let catalog = document.catalog_mut()?;
    catalog.set("Metadata", packet);
    catalog.set("OutputIntents", vec![Object::Dictionary(intent)]);
    let id = |id: Uuid| Object::String(id.as_bytes().to_vec(), StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![id(document_id), id(UNKNOWN)]);
    document.version = "1.6".to_owned();
    Ok(())
}

fn dictionary_with(mut dictionary: Dictionary, key: &str, value: Object) -> Dictionary {
    dictionary.set(key, value);
    dictionary
}

/// The identifier of the document in all its states (RFC 9562, version 5).
fn identifier(house: &House, metadata: &Metadata) -> Uuid {
    let name = format!("diptych:{}/{}", house.profile.publisher.plain(), metadata.edition.path());
    Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes())
}

/// The metadata as XMP (ISO 16684-1): the words of the information dictionary, and what PDF/X-4 asks for beyond them.
fn packet(info: &Dictionary, metadata: &Metadata, document_id: Uuid) -> String {
    let says = |key: &str| {
        let words = info.get(key.as_bytes()).ok().and_then(|words| decode_text_string(words).ok());
        words.map(|words| escape(&words).into_owned())
    };
    let element = |name: &str, words: Option<String>, around: [&str; 2]| match words {
        Some(words) => format!("<{name}>{}{words}{}</{name}>\n", around[0], around[1]),
        None => String::new(),
    };
    let alternative = ["<rdf:Alt><rdf:li xml:lang=\"x-default\">", "</rdf:li></rdf:Alt>"];
    let bare = ["", ""];
    let languages: String =
        metadata.languages.iter().map(|language| format!("<rdf:li>{language}</rdf:li>")).collect();
    let day = metadata.date;
    [
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         <rdf:Description rdf:about=\"\"\n\
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n\
         xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"\n\
         xmlns:pdfxid=\"http://www.npes.org/pdfx/ns/id/\"\n\
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n\
         xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\">\n\
         <dc:format>application/pdf</dc:format>\n"
            .to_owned(),
        element("dc:title", says("Title"), alternative),
        element("dc:creator", says("Author"), ["<rdf:Seq><rdf:li>", "</rdf:li></rdf:Seq>"]),
        element("dc:description", says("Subject"), alternative),
        format!("<dc:language><rdf:Bag>{languages}</rdf:Bag></dc:language>\n"),
        element("pdf:Keywords", says("Keywords"), bare),
        element("pdf:Producer", says("Producer"), bare),
        "<pdf:Trapped>False</pdf:Trapped>\n\
         <pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>\n"
            .to_owned(),
        format!("<xmp:CreateDate>{day}T00:00:00Z</xmp:CreateDate>\n"),
        format!("<xmp:ModifyDate>{day}T00:00:00Z</xmp:ModifyDate>\n"),
        format!("<xmp:MetadataDate>{day}T00:00:00Z</xmp:MetadataDate>\n"),
        element("xmp:CreatorTool", says("Creator"), bare),
        format!("<xmpMM:DocumentID>uuid:{document_id}</xmpMM:DocumentID>\n"),
        format!("<xmpMM:InstanceID>uuid:{UNKNOWN}</xmpMM:InstanceID>\n"),
        "<xmpMM:VersionID>1</xmpMM:VersionID>\n\
         <xmpMM:RenditionClass>default</xmpMM:RenditionClass>\n\
         </rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>"
            .to_owned(),
    ]
    .concat()
}

/// The bytes of a document, without what nothing in it names any more. Their identifier comes from themselves.
pub fn write(mut document: Document) -> Result<Vec<u8>, Error> {
    document.prune_objects();
    document.renumber_objects();
    let mut bytes = Vec::new();
    document.save_to(&mut bytes)?;
    let instance = Uuid::new_v5(&Uuid::NAMESPACE_OID, &bytes);
    // In the metadata and in the trailer, which writes the same figures without hyphens.
    let unknown = [UNKNOWN.hyphenated().to_string(), UNKNOWN.simple().to_string()];
    let known = [instance.hyphenated().to_string(), instance.simple().to_string().to_uppercase()];
    for (unknown, known) in unknown.iter().zip(known) {
        let at = bytes.windows(unknown.len()).rposition(|window| window == unknown.as_bytes());
        if let Some(at) = at {
            bytes[at..at + known.len()].copy_from_slice(known.as_bytes());
        }
    }
    Ok(bytes)
}
