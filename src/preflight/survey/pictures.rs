//! Pictures as inks. In: a picture as the file stores it, and the space of its colours. Out: the inks at any place of it.

use super::conversion::Conversion;
use super::inks::{Light, MOST_INKS, Space};
use hayro_interpret::hayro_syntax::object::stream::{ImageColorSpace, ImageDecodeParams};
use hayro_interpret::hayro_syntax::object::{Array, Stream};
use std::sync::Arc;

/// More points than a picture may have: what is larger is not looked into.
const MOST_POINTS: u64 = 100 << 20;

/// A picture that is not kept for when it is shown again, in bytes.
const LARGE: usize = 32 << 20;

pub struct Picture {
    width: usize,
    height: usize,
    space: Arc<Space>,
    bits: u8,
    /// Bytes a row.
    stride: usize,
    data: Vec<u8>,
    /// What the least and the most sample of each component mean.
    decode: Vec<(f32, f32)>,
    /// How much of it covers what is below, in as many points of its own.
    mask: Option<Mask>,
}

struct Mask {
    width: usize,
    height: usize,
    opacity: Vec<u8>,
}

impl Picture {
    pub fn read(stream: &Stream<'_>, space: Option<Arc<Space>>) -> Result<Self, &'static str> {
        let dictionary = stream.dict();
        let number =
            |long: &str, short: &str| dictionary.get::<u32>(long).or_else(|| dictionary.get::<u32>(short));
        let (width, height) = number("Width", "W").zip(number("Height", "H")).ok_or("it has no size")?;
        if u64::from(width) * u64::from(height) > MOST_POINTS {
            return Err("it has too many points");
        }
        let bits = number("BitsPerComponent", "BPC").and_then(|bits| u8::try_from(bits).ok());
        let params = ImageDecodeParams {
            is_indexed: matches!(space.as_deref(), Some(Space::Indexed(..))),
            bpc: bits,
            num_components: space.as_ref().and_then(|space| u8::try_from(space.components()).ok()),
            target_dimension: None,
            width,
            height,
        };
        let decoded = stream.decoded_image(&params).map_err(|_| "its points cannot be read")?;
        let own = decoded.image_data.as_ref();
        let space = space.or_else(|| {
            Some(Arc::new(match own?.color_space? {
                ImageColorSpace::Gray => Space::Gray,
                ImageColorSpace::Rgb => Space::Foreign("RGB", Light::Rgb),
                ImageColorSpace::Cmyk => Space::Cmyk(false),
                ImageColorSpace::Unknown(_) => return None,
            }))
        });
        let space = space.ok_or("its colours have no space")?;
        let (width, height) = own.map_or((width, height), |own| (own.width, own.height));
        let bits = own.map_or(bits.unwrap_or(8), |own| own.bits_per_component);
        let components = space.components();
        let stored = own.and_then(|own| match own.color_space? {
            ImageColorSpace::Gray => Some(1),
            ImageColorSpace::Rgb => Some(3),
            ImageColorSpace::Cmyk => Some(4),
            ImageColorSpace::Unknown(number) => Some(usize::from(number)),
        });
        if components == 0
            || stored.is_some_and(|stored| stored != components)
            || !matches!(bits, 1 | 2 | 4 | 8 | 16)
        {
            return Err("its points do not fit its colours");
        }
        let stride = (width as usize * components * usize::from(bits)).div_ceil(8);
        let range = |component| space.range(component, bits);
        let mut decode: Vec<(f32, f32)> = (0..components).map(range).collect();
        if let Some(own) = dictionary.get::<Array<'_>>("Decode").or_else(|| dictionary.get::<Array<'_>>("D"))
        {
            let own: Vec<f32> = own.iter::<f32>().collect();
            for (range, own) in decode.iter_mut().zip(own.chunks_exact(2)) {
                if let [least, most] = own {
                    *range = (*least, *most);
                }
            }
        }
        let mask = Mask::of(stream);
        Ok(Self {
            width: width as usize,
            height: height as usize,
            space,
            bits,
            stride,
            data: decoded.data.into_owned(),
            decode,
            mask,
        })
    }

    pub fn is_large(&self) -> bool {
        self.data.len() > LARGE
    }

    pub fn space(&self) -> &Space {
        &self.space
    }

    /// The inks of a stretch, as the middle of at most three by three points in it; `at` and `size` are in parts of the whole
    /// picture, from its upper left corner. Returns how much it covers.
    pub fn inks(
        &self,
        at: (f64, f64),
        size: (f64, f64),
        conversion: &Conversion,
        amounts: &mut [f32],
    ) -> f32 {
        let place = |at: f64, count: usize| ((at * count as f64) as usize).min(count.saturating_sub(1));
        let spread = |size: f64, count: usize| {
            if size * count as f64 > 1.5 { [-1.0 / 3.0, 0.0, 1.0 / 3.0] } else { [0.0; 3] }
        };
        let (across, down) = (spread(size.0, self.width), spread(size.1, self.height));
        let inside = |value: f64| value.clamp(0.0, 1.0);
        // Colours are mixed where they are amounts; of a table or of light, the middle one stands for all.
        let mixes = !matches!(self.space.as_ref(), Space::Indexed(..));
        let mut components = [0.0f32; MOST_INKS];
        let wide = self.decode.len().min(MOST_INKS);
        let components = components.get_mut(..wide).unwrap_or_default();
        let mut count = 0.0f32;
        for down in down {
            for across in across {
                if count > 0.0 && (across == 0.0 && down == 0.0 || !mixes) {
                    continue;
                }
                let x = place(inside(at.0 + across * size.0), self.width);
                let y = place(inside(at.1 + down * size.1), self.height);
                for (component, value) in components.iter_mut().enumerate() {
                    *value += self.sample(x, y, component);
                }
                count += 1.0;
            }
        }
        components.iter_mut().for_each(|value| *value /= count.max(1.0));
        self.space.lay(components, conversion, amounts);
        let covered = self.mask.as_ref().map_or(255, |mask| {
            let at = place(at.1, mask.height) * mask.width + place(at.0, mask.width);
            mask.opacity.get(at).copied().unwrap_or(255)
        });
        f32::from(covered) / 255.0
    }

    fn sample(&self, x: usize, y: usize, component: usize) -> f32 {
        let place = (x * self.decode.len() + component) * usize::from(self.bits);
        let byte = |offset: usize| {
            u32::from(self.data.get(y * self.stride + place / 8 + offset).copied().unwrap_or_default())
        };
        let (value, most) = match self.bits {
            8 => (byte(0), 255),
            16 => (byte(0) << 8 | byte(1), 65535),
            bits => {
                let most = (1u32 << bits) - 1;
                (byte(0) >> (8 - place % 8 - usize::from(bits)) & most, most)
            }
        };
        let (least, full) = self.decode.get(component).copied().unwrap_or((0.0, 1.0));
        least + value as f32 / most as f32 * (full - least)
    }
}

impl Mask {
    /// The soft mask or the stencil of a picture. One that cannot be read hides nothing, nor does one by colours: more ink
    /// is counted than is laid, never less.
    fn of(stream: &Stream<'_>) -> Option<Self> {
        let dictionary = stream.dict();
        let soft = dictionary.get::<Stream<'_>>("SMask");
        let stencil = soft.is_none();
        let mask = soft.or_else(|| dictionary.get::<Stream<'_>>("Mask"))?;
        let mut picture = Picture::read_mask(&mask, stencil)?;
        let (width, height) = (picture.width, picture.height);
        let points = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        if stencil {
            // Points of 0 are painted (ISO 32000-2, 8.9.6.3).
            picture.decode = vec![(picture.decode.first()?.1, picture.decode.first()?.0)];
        }
        let opacity = points.map(|(x, y)| (picture.sample(x, y, 0).clamp(0.0, 1.0) * 255.0) as u8).collect();
        Some(Self { width, height, opacity })
    }
}

impl Picture {
    fn read_mask(stream: &Stream<'_>, stencil: bool) -> Option<Self> {
        let dictionary = stream.dict();
        let (width, height) = (dictionary.get::<u32>("Width")?, dictionary.get::<u32>("Height")?);
        if u64::from(width) * u64::from(height) > MOST_POINTS {
            return None;
        }
        let bits = if stencil { 1 } else { dictionary.get::<u8>("BitsPerComponent").unwrap_or(8) };
        let params = ImageDecodeParams {
            bpc: Some(bits),
            num_components: Some(1),
            width,
            height,
            ..Default::default()
        };
        let decoded = stream.decoded_image(&params).ok()?;
        let bits = decoded.image_data.as_ref().map_or(bits, |own| own.bits_per_component);
        let decode = dictionary.get::<[f32; 2]>("Decode").unwrap_or([0.0, 1.0]);
        matches!(bits, 1 | 2 | 4 | 8 | 16).then(|| Self {
            width: width as usize,
            height: height as usize,
            space: Arc::new(Space::Gray),
            bits,
            stride: (width as usize * usize::from(bits)).div_ceil(8),
            data: decoded.data.into_owned(),
            decode: vec![(decode[0], decode[1])],
            mask: None,
        })
    }
}
