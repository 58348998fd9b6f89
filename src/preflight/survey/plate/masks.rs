//! Masks: which points are left, and how much of what is laid on them shows (ISO 32000-2, 11.5).

use super::Plate;
use crate::preflight::survey::scan::Window;
use hayro_interpret::{CacheKey, MaskType, SoftMask};
use std::rc::Rc;

/// Which points of a window are left, or how much of them.
pub struct Cover {
    pub window: Window,
    pub cover: Vec<u8>,
}

impl Cover {
    pub fn at(&self, x: usize, y: usize) -> u8 {
        let (Some(column), Some(row)) = (x.checked_sub(self.window.x.0), y.checked_sub(self.window.y.0))
        else {
            return 0;
        };
        let wide = self.window.x.1 - self.window.x.0;
        if column >= wide { 0 } else { self.cover.get(row * wide + column).copied().unwrap_or_default() }
    }
}

impl<'a> Plate<'a, '_> {
    pub(super) fn soft_mask(&mut self, mask: &SoftMask<'a>) -> Rc<Cover> {
        let key = mask.cache_key();
        if let Some(known) = self.masks.get(&key) {
            return known.clone();
        }
        let (width, height) = (self.plane.width, self.plane.height);
        let window = Window { x: (0, width), y: (0, height) };
        if self.depth > 4 {
            return Rc::new(Cover { window, cover: vec![255; width * height] });
        }
        let mut plate = Plate::new(self.tables, self.view, width, height);
        (plate.quiet, plate.depth, plate.work) = (1, self.depth + 1, self.work);
        let luminosity = mask.mask_type() == MaskType::Luminosity;
        if luminosity {
            let [red, green, blue, _] = mask.background_color().to_rgba().components();
            plate.plane.fill(&[0.0, 0.0, 0.0, 1.0 - (0.3 * red + 0.59 * green + 0.11 * blue)]);
        } else {
            plate.covered = Some(vec![0; width * height]);
        }
        mask.interpret(&mut plate);
        self.work = plate.work;
        let cover = match plate.covered {
            Some(covered) => covered,
            None => {
                let points = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
                let light = |amounts: &[u16]| {
                    let part =
                        |ink: usize| f32::from(amounts.get(ink).copied().unwrap_or_default()) / 65535.0;
                    let dark = 0.3 * part(0) + 0.59 * part(1) + 0.11 * part(2) + part(3);
                    ((1.0 - dark).clamp(0.0, 1.0) * 255.0).round() as u8
                };
                points.map(|(x, y)| light(plate.plane.at(x, y))).collect()
            }
        };
        let cover = match mask.transfer_function() {
            Some(transfer) => {
                let table: Vec<u8> = (0..=255u8)
                    .map(|value| (transfer.apply(f32::from(value) / 255.0) * 255.0) as u8)
                    .collect();
                cover.into_iter().map(|value| table.get(usize::from(value)).copied().unwrap_or(255)).collect()
            }
            None => cover,
        };
        let cover = Rc::new(Cover { window, cover });
        self.masks.insert(key, cover.clone());
        cover
    }
}
